import { describe, expect, test } from 'vitest';
import { loadFixtures } from '../../fixtures/registry.ts';
import { scenario } from '../../fixtures/scenario.ts';
import { parsers } from '../../src-main/sources/registry.ts';
import { openExhibit, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

/** What may still come after the signal: the rows between two looks at it, with what belongs to them. */
const MOST_AFTER = 250;

const story = smallStory(scenario());

const cases = (await loadFixtures()).flatMap((fixture) => {
  const parser = parsers.find(({ id }) => id === fixture.parser);
  const device = story.devices.find(({ platform }) => fixture.platforms.includes(platform));
  if (parser === undefined || device === undefined) throw new Error(`${fixture.parser}: no parser or device`);
  return fixture.variants.map((variant) => ({ fixture, parser, device, variant, name: `${parser.id} ${variant}` }));
});

describe.each(cases)('$name', ({ fixture, parser, device, variant }) => {
  test.each([0, 20, 120])('stops soon when it is told to after %i records', async (before) => {
    using folder = temporaryFolder();
    await writeFixture(fixture, story, device.id, variant, folder.path);
    await using exhibit = await openExhibit(parser, folder.path);
    const [detection] = exhibit.detections;
    if (detection === undefined) throw new Error('nothing was found');
    const controller = new AbortController();
    const { run } = await exhibit.open(detection, controller.signal);
    let seen = 0;
    let after = 0;
    let tallies = 0;
    try {
      if (before === 0) controller.abort();
      for await (const extracted of parser.read(detection, run)) {
        seen += 1;
        if (controller.signal.aborted) after += 1;
        if (controller.signal.aborted && extracted.kind === 'tally') tallies += 1;
        if (seen === before) controller.abort();
      }
    } catch (error) {
      expect(error instanceof Error && error.name).toBe('AbortError');
    }
    expect(after).toBeLessThanOrEqual(MOST_AFTER);
    expect(tallies).toBeLessThanOrEqual(1);
  });
});
