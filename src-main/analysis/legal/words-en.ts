import type { LegalWords } from './legal-words.ts';

export const en: LegalWords = {
  notice:
    'General information, not legal advice. It restates the documents cited, each of the day it states; providers and laws change. Take the provider’s current contact and form from its own page. Nothing is sent from here.',
  holder: {
    wechat: 'WeChat International Pte. Ltd., Singapore: the service for accounts outside mainland China.',
    weixin: 'Tencent’s company in Shenzhen: Weixin, the service for accounts of mainland China.',
    'wechat-or-weixin':
      'Either WeChat International Pte. Ltd., Singapore (WeChat), or Tencent’s company in Shenzhen (Weixin). The app is the same; the case does not say which service the account belongs to.',
    wecom:
      'The company, authority or other organisation in whose WeCom platform the account is: it is the controller of the data of its members’ work. Shenzhen Tencent Computer System Co., Ltd. operates the service and processes that data on its instructions.',
    whatsapp: 'The provider of WhatsApp. The company that answers depends on the country: see its own page.',
    other: 'Nothing is said of this service in this version.',
  },
  holderReason: {
    app: (source) => `The account was read from ${source}.`,
    openIm: 'The identifier ends in @openim: WeChat’s form for a contact who uses WeCom.',
  },
  verdict: {
    title: {
      weixin: 'Hints speak for Weixin',
      wechat: 'Hints speak for WeChat',
      undetermined: 'WeChat or Weixin: not determined',
    },
    agreed: (hints) =>
      `${hints} stored values speak for it and none against. They can have one origin: the number that the account was registered with. An account can be moved to the other service; only the provider can confirm it.`,
    none: 'The case holds no hint that speaks for one of the two services.',
    single: 'One hint alone is not enough: a number can be changed, and an account can be moved to the other service.',
    weak: 'The hints are of low weight only.',
    conflict: 'Hints speak for both services.',
  },
  hint: {
    registration: 'Country of registration',
    phone: 'Telephone number bound to the account',
    region: 'Region in the profile',
    identifier: 'Form of the identifier',
    identifierOfRow: 'identifier of the account',
  },
  reading: {
    registrationMainland: 'The app compares exactly this value to tell Weixin from WeChat; CN is mainland China.',
    registrationElsewhere: 'The app compares exactly this value to tell Weixin from WeChat; it is not CN.',
    phoneMainland: 'A number of mainland China (+86). It can be bound to the account at any time.',
    phoneElsewhere: 'Not a number of mainland China. It can be bound to the account at any time.',
    phoneUnclear: 'Stored without a country code that can be told with certainty.',
    region: 'Whoever uses the account can enter any region.',
    identifier: 'Both services give identifiers of the same forms.',
  },
  data: {
    'wechat-registration': {
      what: 'Account and registration data (telephone number, WeChat ID, creation)',
      where: 'WeChat: outside China. Weixin: in China.',
      says: 'WeChat: possibly, by legal process to WeChat International. Weixin: not from there; only by mutual legal assistance with China.',
    },
    'wechat-metadata': {
      what: 'Data about use, without content',
      where: 'WeChat: outside China. Weixin: in China. Only as far as it is kept at all.',
      says: 'WeChat: limited and uneven. Weixin: not from there.',
    },
    'wechat-content': {
      what: 'Content of messages, voice, pictures',
      where: 'Generally not kept on servers once all recipients have received it; not encrypted end to end.',
      says: 'Not produced in practice. The obstacle named is that it is not kept and where it lies, not encryption.',
    },
    'wechat-favourites': {
      what: 'Messages the user put into Favourites',
      where: 'On servers, until the user takes them out.',
      says: 'None of the documents says whether they are produced.',
    },
    'wechat-payments': {
      what: 'Records of WeChat Pay',
      where: 'Depends on the jurisdiction; mostly China.',
      says: 'The financial-intelligence channels of one’s own country are named instead.',
    },
    'wecom-company': {
      what: 'Directory, attendance, approvals, documents and other data of members’ work',
      where: 'With the service, under the control of the company.',
      says: 'The company decides on it: it is named as controller, the operator as acting on its instructions.',
    },
    'wecom-chats': {
      what: 'Chat history, files and pictures',
      where: 'With the service for as long as the company has set.',
      says: 'Kept as the company has set; the operator states that it does not view or use them. Ask the company first, and what its setting was at the time.',
    },
    'wecom-registration': {
      what: 'Registration: mobile number, or Weixin account with alias and picture',
      where: 'With the operator.',
      says: 'The guidelines say that personal information may be disclosed where law or a competent authority requires it; they name no procedure for other countries.',
    },
    'wecom-devices': {
      what: 'Devices, addresses of logins, logs of use',
      where: 'With the operator, as long as the purpose needs.',
      says: 'As for registration: no procedure for other countries is named.',
    },
    'whatsapp-content': {
      what: 'Content of messages and calls',
      where:
        'On the devices of those who talk; encrypted end to end, not stored on servers once delivered. A backup may lie in a cloud that another provider runs.',
      says: 'The provider states that it cannot and does not produce the content of messages.',
    },
    'whatsapp-subscriber': {
      what: 'Basic subscriber records: name, start of service, last seen, IP address, e-mail address',
      where: 'With the provider, where available.',
      says: 'Under US law by a valid subpoena; from other countries as their law and treaties provide.',
    },
    'whatsapp-blocked': {
      what: 'Records without content, such as numbers blocked by the user or blocking the user',
      where: 'With the provider, where available.',
      says: 'Under US law by a court order; from other countries as their law and treaties provide.',
    },
  },
  route: {
    'wechat-preserve': {
      title: 'Ask to preserve',
      says: 'WeChat International takes requests to preserve existing records while formal process is prepared. Retention is limited: early is better. Not for Weixin.',
    },
    'wechat-emergency': {
      title: 'Emergency',
      says: 'Where death or serious injury is imminent, or a child is at risk. At the discretion of WeChat International, for accounts that it can service. Describe the danger specifically. Not for Weixin.',
    },
    'wechat-process': {
      title: 'Legal process to WeChat International',
      says: 'It processes requests under valid legal process for accounts of WeChat. It states that many requests concern data that it does not hold, and that it cannot act for Weixin.',
    },
    'wechat-mutual': {
      title: 'Mutual legal assistance, letter rogatory',
      says: 'Through the central authority. For data in China the only formal way: Chinese law forbids handing such data to foreign authorities without approval. Often many months to over a year, and at discretion.',
    },
    'wecom-company': {
      title: 'Ask the company',
      says: 'The company whose platform it is decides on directory, records of work and how long chats are kept, and its administrator can reach them. Ask at once to preserve, also the setting of retention and any message archive it runs.',
    },
    'wecom-operator': {
      title: 'Operator, by mutual legal assistance',
      says: 'The operator is a company in mainland China. The guidelines name disclosure where law or a competent authority requires it; for other countries the way is the one for data in China.',
    },
    'whatsapp-process': {
      title: 'Legal process to the provider',
      says: 'Records of the account, without content of messages: see the table above for what each instrument of US law reaches.',
    },
    'whatsapp-emergency': {
      title: 'Emergency',
      says: 'The provider’s guidelines provide for requests in emergencies.',
    },
    'whatsapp-mutual': {
      title: 'Mutual legal assistance',
      says: 'The provider requires this way in certain cases.',
    },
  },
  elements: [
    'Requesting authority',
    'Officer, credentials, contact',
    'The account, exactly as stored',
    'The data asked for, precisely, and the period',
    'Legal basis with the provisions',
    'Supporting documents, as the provider asks for them',
  ],
  alternative: {
    'own-device': {
      title: 'The account’s own device',
      says: 'Chats, media, contacts and traces of payment are stored on it. The best single source.',
    },
    'other-devices': {
      title: 'Devices of others in this case that hold messages of the account',
      says: 'The other side of a conversation holds the same messages.',
    },
    counterparties: {
      title: 'Those it wrote with most',
      says: 'The device of a victim, witness or other participant gives the same conversation without a provider.',
    },
    identifiers: {
      title: 'Linked identifiers',
      says: 'Telephone numbers and addresses can be followed with telephone companies and other providers.',
    },
    payments: {
      title: 'Traces of payments',
      says: 'What messages say of payments; no proof that one was made. Banks and the financial-intelligence unit of one’s own country can be asked.',
    },
    public: {
      title: 'Names and what is public',
      says: 'Names as stored here; profiles, public accounts and posts can support an identification.',
    },
  },
  holding: {
    device: (exhibit, messages) => `${exhibit}: ${messages} ${messages === 1 ? 'message' : 'messages'}`,
    counterparty: (messages, isDeviceHeld) =>
      `${messages} ${messages === 1 ? 'message' : 'messages'}${isDeviceHeld ? '; a device of this account is in the case' : ''}`,
    link: (method) => `linked by ${method}`,
    phone: 'telephone number of the account',
    stored: (column) => `stored in ${column}`,
    payments: (count) =>
      `${count} ${count === 1 ? 'message or event' : 'messages or events'} about payments sent by it`,
    name: (column) => `name in ${column}`,
  },
  draft: {
    head: 'DRAFT, to be completed and checked by the examiner. General information, not legal advice. Not sent by this software.',
    title: {
      preserve: 'Request to preserve records',
      emergency: 'Emergency request',
      process: 'Request under legal process',
      'mutual-assistance': 'Information for a request for mutual legal assistance',
      company: 'Request to the company',
    },
    asks: {
      preserve: 'We ask you to preserve the records named below, as they are now, until formal process reaches you.',
      emergency: 'We ask for the records named below without delay because of the danger described under “Facts”.',
      process: 'We ask for the records named below on the legal basis named below.',
      'mutual-assistance': 'For the central authority: the records named below are sought from the addressee.',
      company:
        'We ask you to preserve the records named below and to hand them over on the legal basis named below. Please state how long chats were kept by your settings in the period, and whether a message archive ran.',
    },
    authority: 'Requesting authority',
    officer: 'Officer and credentials',
    contact: 'Contact',
    reference: 'Own reference',
    addressee: 'Addressee',
    addresseeNote: 'current contact and form: from the addressee’s own page',
    account: 'Account',
    service: 'Service',
    identifier: 'Identifier, as stored',
    telephone: 'Telephone number',
    linked: 'Linked identifiers',
    names: 'Names, as stored',
    period: 'Period (UTC)',
    from: 'from',
    to: 'to',
    data: 'Records asked for',
    basis: 'Legal basis',
    basisNote: 'provisions',
    facts: {
      preserve: 'Facts and why the records matter',
      emergency: 'Facts: the imminent danger to life, limb or a child, specifically',
      process: 'Facts and why the records matter',
      'mutual-assistance': 'Facts, offence, and why the records matter',
      company: 'Facts and why the records matter',
    },
    attached: 'Attached documents',
    toFill: 'to be filled in',
  },
};
