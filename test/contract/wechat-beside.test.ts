import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { Extracted } from '../../src-main/model/index.ts';
import { fixture as phone } from '../../src-main/sources/wechat-android/fixture.ts';
import { wechatAndroid } from '../../src-main/sources/wechat-android/index.ts';
import { fixture as computer } from '../../src-main/sources/wechat-desktop/fixture.ts';
import { wechatDesktop } from '../../src-main/sources/wechat-desktop/index.ts';
import { fixture as iphone } from '../../src-main/sources/wechat-ios/fixture.ts';
import { wechatIos } from '../../src-main/sources/wechat-ios/index.ts';
import { only } from './read-made.ts';
import { readAll, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

/** What a message is on any of the platforms, by the number that the server gave it. */
function told(all: readonly Extracted[]): ReadonlyMap<string | null, unknown> {
  return new Map(
    only(all, 'message')
      .filter(({ from }) => from.state !== 'recovered')
      .map(({ serverId, conversation, sender, direction, type, body, times }) => {
        const seconds = Math.floor((times[0]?.utcMs ?? 0) / 1000);
        return [
          serverId,
          { conversation, sender, direction: type === 'system' ? null : direction, type, body, seconds },
        ];
      }),
  );
}

const cases = [
  ...computer.variants.map((variant) => ['ada-phone', 'a computer', variant, computer, wechatDesktop] as const),
  ['ben-phone', 'an iPhone', 'chat-tables', iphone, wechatIos] as const,
];

it.each(cases)(
  'the account of %s on %s (%s) tells the same of each message as on Android',
  async (device, _, variant, fixture, parser) => {
    using folder = temporaryFolder();
    const story = smallStory(scenario());
    const [here, there] = [join(folder.path, 'here'), join(folder.path, 'there')];
    await writeFixture(phone, story, device, 'sequenced', here);
    await writeFixture(fixture, story, device, variant, there);
    const onAndroid = told(await readAll(wechatAndroid, here));
    expect(onAndroid.size).toBeGreaterThan(30);
    expect(told(await readAll(parser, there))).toEqual(onAndroid);
  },
);
