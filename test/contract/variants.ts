import { loadFixtures } from '../../fixtures/registry.ts';
import type { Device, Fixture, Story } from '../../fixtures/story.ts';
import type { SourceParser } from '../../src-main/sources/parser.ts';
import { parsers } from '../../src-main/sources/registry.ts';

/** One variant of a messenger's format, with the device of a story that is written in it. */
export interface VariantCase {
  readonly parser: SourceParser;
  /** What this variant lacks stands in `lacks`. */
  readonly fixture: Fixture;
  readonly device: Device;
  readonly variant: string;
  /** For the title of a test: parser and variant. */
  readonly name: string;
}

/** Every variant of every registered parser that its fixture can write. */
export async function variantsOf(story: Story): Promise<readonly VariantCase[]> {
  const fixtures = await loadFixtures();
  return parsers.flatMap((parser) => {
    const fixture = fixtures.find((candidate) => candidate.parser === parser.id);
    if (fixture === undefined) throw new Error(`${parser.id} has no fixture`);
    const device = story.devices.find(({ platform }) => fixture.platforms.includes(platform));
    if (device === undefined) throw new Error(`the story has no device for ${parser.id}`);
    return fixture.variants.map((variant) => ({
      parser,
      fixture: { ...fixture, lacks: fixture.lacksIn?.(variant) ?? fixture.lacks },
      device,
      variant,
      name: `${parser.id} ${variant}`,
    }));
  });
}
