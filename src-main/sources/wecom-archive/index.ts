import type { SourceParser } from '../parser.ts';
import { detect } from './detect.ts';
import { read } from './read.ts';
import { variants } from './variants.ts';

/** Message archives of WeCom (企业微信): what a company's collector kept of its members' conversations, deciphered. */
export const wecomArchive: SourceParser = {
  id: 'wecom-archive',
  label: 'WeCom message archive',
  revision: 7,
  variants,
  detect,
  read,
};
