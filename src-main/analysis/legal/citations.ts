import type { LegalCitation } from '../../contract/index.ts';

/** Documents that statements of the legal-process helper are taken from, with the day that each states of itself. */
export const CITATIONS = [
  {
    id: 'wechat-guide',
    title: 'WeChat Law Enforcement Data Request: Police & Government Guide',
    publisher: 'Ministry of Cyber Affairs (private site)',
    dated: null,
  },
  {
    id: 'wechat-policy',
    title: 'WeChat Government Request Policy',
    publisher: 'WeChat International Pte. Ltd.',
    dated: '2021-08-19',
  },
  {
    id: 'wechat-help',
    title: 'How secure are my chat messages and conversations on WeChat?',
    publisher: 'WeChat Help Center',
    dated: null,
  },
  {
    id: 'wecom-guidelines',
    title: 'WeCom Privacy Protection Guidelines',
    publisher: 'Shenzhen Tencent Computer System Co., Ltd.',
    dated: '2021-08-31',
  },
  { id: 'whatsapp-security', title: 'WhatsApp Security', publisher: 'WhatsApp Inc.', dated: '2020' },
  {
    id: 'whatsapp-guidelines',
    title: 'Information for Law Enforcement Authorities',
    publisher: 'WhatsApp',
    dated: null,
  },
  {
    id: 'whatsapp-requests',
    title: 'About government requests for user data',
    publisher: 'WhatsApp Help Center',
    dated: null,
  },
] as const satisfies readonly LegalCitation[];

export type CitationId = (typeof CITATIONS)[number]['id'];
