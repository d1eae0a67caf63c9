import type { Form } from './form.ts';
import { sigtopJson } from './sigtop-json.ts';
import { sigtopShort } from './sigtop-short.ts';
import { sigtopText } from './sigtop-text.ts';
import { appXml, toolsXml } from './sms-xml.ts';
import { toolExportJson } from './tool-export-json.ts';
import { toolExportMarkdown } from './tool-export-markdown.ts';
import { toolsCsv } from './tools-csv.ts';
import { toolsText } from './tools-text.ts';

/** The forms that are read, those with the narrowest marks first. */
export const forms: readonly Form[] = [
  toolExportJson,
  toolExportMarkdown,
  sigtopJson,
  sigtopText,
  sigtopShort,
  toolsText,
  toolsCsv,
  appXml,
  toolsXml,
];
