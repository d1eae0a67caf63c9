import { describe, expect, it } from 'vitest';
import { readStamp } from './stamp.ts';

/** The layouts of the dossier: line, then `a b year hour minute second end-of-rest`. */
const LAYOUTS: readonly (readonly [string, string])[] = [
  ['[31/12/2022, 23:59:59] Name: x', '31 12 2022 23 59 59 Name: x'],
  ['\u200E[5/8/23, 5:52:02\u202FPM] Name: x', '5 8 2023 17 52 2 Name: x'],
  ['9/13/23, 2:30\u202FPM - Name: x', '9 13 2023 14 30 - Name: x'],
  ['9/13/23, 12:30 am - Name: x', '9 13 2023 0 30 - Name: x'],
  ['[2018/06/13, 21:25:15] Name: x', '6 13 2018 21 25 15 Name: x'],
  ['[2020-01-01, 12:00:01] Name: x', '1 1 2020 12 0 1 Name: x'],
  ['[13.06.23, 21:25:15] Name: x', '13 6 2023 21 25 15 Name: x'],
  ['[31/12/22 23:59:59] Name: x', '31 12 2022 23 59 59 Name: x'],
  ['[14:56:01, 3/18/22] Name: x', '3 18 2022 14 56 1 Name: x'],
  ['[12.3.2022 klo 14.08.18] Name: x', '12 3 2022 14 8 18 Name: x'],
  ['13.6.2018 klo 21.25.15 - Name: x', '13 6 2018 21 25 15 Name: x'],
  ['12/07/2017 à 22:35 - Name: x', '12 7 2017 22 35 - Name: x'],
  ['13. 6. 2018. 21:25:15: Name: x', '13 6 2018 21 25 15 Name: x'],
  ['23-03-2022 13:31 - Name: x', '23 3 2022 13 31 - Name: x'],
  ['9/9/22, 21.25 - Name: x', '9 9 2022 21 25 - Name: x'],
  ['23/06/2018, 1:56 p. m. - Name: x', '23 6 2018 13 56 - Name: x'],
  ['[2018/06/13 1:55:00 p.\u00A0m.] Name: x', '6 13 2018 13 55 0 Name: x'],
  ['[2022/3/18 下午2:56:01] Name: x', '3 18 2022 14 56 1 Name: x'],
  ['[2022/3/18 오전 2:56:01] Name: x', '3 18 2022 2 56 1 Name: x'],
  ['[١٨\u200F/٣\u200F/٢٠٢٢، ٢:٥٦:٠١ م] Name: x', '18 3 2022 14 56 1 Name: x'],
  ['[3/18/2565 BE, 14:56:01] Name: x', '3 18 2022 14 56 1 Name: x'],
  ['[3/18/R4, 14:56:01] Name: x', '3 18 2022 14 56 1 Name: x'],
  ['31/12/2022, 23:59 – Name: x', '31 12 2022 23 59 - Name: x'],
  ['09/12/2012 17:03:48: Name: x', '9 12 2012 17 3 48 Name: x'],
  ['[21:14, 12/03/2022] Name: x', '12 3 2022 21 14 - Name: x'],
  ['12.03.2024., 21:05 - Name: x', '12 3 2024 21 5 - Name: x'],
  ['12.03.2024 г., 21:05 - Name: x', '12 3 2024 21 5 - Name: x'],
  ['\u200F[\u200F١٢/٣/٢٠٢٤, ٩:٠٥:١١ م] Name: x', '12 3 2024 21 5 11 Name: x'],
  ['12\u200F/3\u200F/2024, 9:05\u202Fم - Name: x', '12 3 2024 21 5 - Name: x'],
  ['\u200F12.3.2024, 9:05 אחה״צ - Name: x', '12 3 2024 21 5 - Name: x'],
  ['12/3/2024, 9:05 अपराह्न - Name: x', '12 3 2024 21 5 - Name: x'],
  ['12/3/2024, 9:05 μ.μ. - Name: x', '12 3 2024 21 5 - Name: x'],
  ['12/3/2024, 9:05 ÖS - Name: x', '12 3 2024 21 5 - Name: x'],
  ['12/3/24, 9:05 CH - Name: x', '12 3 2024 21 5 - Name: x'],
  ['12/3/24, 9:05 PTG - Name: x', '12 3 2024 21 5 - Name: x'],
  ['12/3/24, 9:05 p.\u202Fm. - Name: x', '12 3 2024 21 5 - Name: x'],
  ['2024. 3. 12. 오후 9:05 - Name: x', '3 12 2024 21 5 - Name: x'],
  ['2024/3/12 下午9:05 - Name: x', '3 12 2024 21 5 - Name: x'],
  ['2024/03/12 午後9:05 - Name: x', '3 12 2024 21 5 - Name: x'],
];

describe('time stamps of exported lines', () => {
  it.each(LAYOUTS)('reads %s', (line, expected) => {
    const stamp = readStamp(line);
    expect(stamp).not.toBeNull();
    if (stamp === null) return;
    const { a, b, year, hour, minute, second, end } = stamp;
    expect([a, b, year, hour, minute, second ?? '-', line.slice(end)].join(' ')).toBe(expected);
  });

  it.each([
    'no stamp at all',
    '12 apples and 3 pears',
    'see you 3/4, 5 pm',
    '[not a date] x',
    '31/12/2022',
    '99/99/2022, 10:00 - x',
    '1/1/22, 25:00 - x',
    '',
  ])('takes %s for a continuation', (line) => {
    expect(readStamp(line)).toBeNull();
  });

  it('reads the first stamp of a line alone, whatever the text behind it looks like', () => {
    const line = '12/3/24, 9:05 PM - Name: 13/3/24, 9:06 PM - Other: x';
    expect(line.slice(readStamp(line)?.end)).toBe('Name: 13/3/24, 9:06 PM - Other: x');
  });

  it('stays quick on a line of digits and blanks', () => {
    expect(readStamp('1 '.repeat(500_000))).toBeNull();
    expect(readStamp(`[${'\u200E'.repeat(200_000)}`)).toBeNull();
  });
});
