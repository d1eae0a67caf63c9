import { keeperJson, wetracePlusJson } from './archives.ts';
import { chatlabJson, chatlabLines } from './chatlab.ts';
import { chatlogCsv, chatlogJson, wetraceCsv } from './chatlog.ts';
import { decryptCsv, decryptJson } from './decrypted.ts';
import { exporterPages } from './exporter-page.ts';
import type { Form } from './form.ts';
import { memotraceChatCsv, memotraceCsv } from './memotrace.ts';
import { pywxdumpCsv, pywxdumpJson } from './pywxdump.ts';
import { weflowPages } from './weflow-page.ts';
import { weflowText } from './weflow-text.ts';
import { weflowJson } from './weflow.ts';

/** The forms that are read, those with the narrowest marks first. */
export const forms: readonly Form[] = [
  weflowJson,
  chatlabJson,
  chatlabLines,
  wetracePlusJson,
  keeperJson,
  chatlogJson,
  pywxdumpJson,
  decryptJson,
  chatlogCsv,
  wetraceCsv,
  pywxdumpCsv,
  memotraceCsv,
  memotraceChatCsv,
  decryptCsv,
  weflowText,
  weflowPages,
  exporterPages,
];
