import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { variants } from './variants.ts';

/** What other tools wrote of WeChat's messages: JSON, CSV and text of the exporters that examiners receive most. */
export const wechatExport: SourceParser = {
  id: 'wechat-export',
  label: 'WeChat messages exported by another tool',
  revision: 4,
  variants,
  detect,
  read,
};
