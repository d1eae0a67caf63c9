import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scenario } from '../../fixtures/scenario.ts';
import type { Extracted } from '../../src-main/model/index.ts';
import { fixture as phone } from '../../src-main/sources/wechat-android/fixture.ts';
import { wechatAndroid } from '../../src-main/sources/wechat-android/index.ts';
import { fixture as computer } from '../../src-main/sources/wechat-desktop/fixture.ts';
import { wechatDesktop } from '../../src-main/sources/wechat-desktop/index.ts';
import { only } from './read-made.ts';
import { readAll, temporaryFolder, writeFixture } from './read-source.ts';
import { smallStory } from './small-story.ts';

/** What a message is on any of the platforms, by the number that the server gave it. */
function told(all: readonly Extracted[]): ReadonlyMap<string | null, unknown> {
  return new Map(
    only(all, 'message').map(({ serverId, conversation, sender, direction, type, body, times }) => {
      const seconds = Math.floor((times[0]?.utcMs ?? 0) / 1000);
      return [serverId, { conversation, sender, direction: type === 'system' ? null : direction, type, body, seconds }];
    }),
  );
}

it.each(computer.variants.map((variant) => [variant, computer, wechatDesktop] as const))(
  'the account on a computer (%s) tells the same of each message as on the phone',
  async (variant, fixture, parser) => {
    using folder = temporaryFolder();
    const story = smallStory(scenario());
    const [here, there] = [join(folder.path, 'phone'), join(folder.path, 'computer')];
    await writeFixture(phone, story, 'ada-phone', 'sequenced', here);
    await writeFixture(fixture, story, 'ada-phone', variant, there);
    const onPhone = told(await readAll(wechatAndroid, here));
    expect(onPhone.size).toBeGreaterThan(30);
    expect(told(await readAll(parser, there))).toEqual(onPhone);
  },
);
