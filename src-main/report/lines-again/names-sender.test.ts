import { expect, it } from 'vitest';
import { namesSender } from './names-sender.ts';

it.each([
  ['[01.02.24, 10:00:00] Ada: morning', true],
  ['2024-02-01 10:00 Ada\nmorning', true],
  ['{"id": 7, "from": "Ada", "from_id": "user9"}', true],
  ['{"id": 7, "from_id": 4711}', false],
  ['{"id": 7, "from": "", "from_id": 4777118952}', false],
  ['99,3,1,0,0,1742659297,3,Raining', false],
  ['{"chatItem":{"authorId":"2","dateSent":"1735686000000"}}', false],
  ['<div class="message default"><div class="from_name">Ada</div></div>', true],
  ['<div class="message default joined"><div class="text">Frohes neues Jahr</div></div>', false],
  ['<model type="InstantMessage"><field name="From"/></model>', true],
  ['<sms protocol="0" address="+12025550101" date="1735686000000" type="1" body="hi" />', true],
  ['<mms msg_box="2" date="1735686000000" address="+12025550101">', false],
  ['1\u0008\u0008\u0010\u0001\u0018 Frohes neues Jahr', false],
])('%s must hold its sender: %s', (run, must) => {
  expect(namesSender(run)).toBe(must);
});
