import type { LegalWords } from './legal-words.ts';

export const zh: LegalWords = {
  notice:
    '一般信息，不是法律意见。内容转述所引文件，各以其载明的日期为准；服务方与法律会变化。当前的联系方式和表格请以服务方自己的页面为准。此处不发送任何内容。',
  holder: {
    wechat: 'WeChat International Pte. Ltd.（新加坡）：中国大陆以外账号的服务。',
    weixin: '腾讯在深圳的公司：微信（Weixin），中国大陆账号的服务。',
    'wechat-or-weixin':
      'WeChat International Pte. Ltd.（新加坡，WeChat）或腾讯在深圳的公司（微信 Weixin）。应用相同；案件未说明该账号属于哪一项服务。',
    wecom:
      '账号所在企业微信平台的企业、机关或其他组织：它是成员工作数据的控制者。Shenzhen Tencent Computer System Co., Ltd. 运营该服务，并按其指示处理这些数据。',
    whatsapp: 'WhatsApp 的服务方。由哪家公司答复取决于国家：见其自己的页面。',
    other: '本版本没有关于该服务的内容。',
  },
  holderReason: {
    app: (source) => `该账号读自${source}。`,
    openIm: '标识符以 @openim 结尾：这是微信中企业微信联系人的形式。',
  },
  verdict: {
    title: { weixin: '线索指向 Weixin（微信）', wechat: '线索指向 WeChat', undetermined: 'WeChat 或 Weixin：未能确定' },
    agreed: (hints) =>
      `${hints} 个存储值支持，没有相反的值。它们可能同出一源：注册账号时所用的号码。账号可以转到另一项服务；只有服务方能够确认。`,
    none: '案件中没有指向其中一项服务的线索。',
    single: '仅一条线索不足以判断：号码可以更换，账号可以转到另一项服务。',
    weak: '线索的权重都很低。',
    conflict: '线索分别指向两项服务。',
  },
  hint: {
    registration: '注册国家',
    phone: '账号绑定的电话号码',
    region: '个人资料中的地区',
    identifier: '标识符的形式',
    identifierOfRow: '账号的标识符',
  },
  reading: {
    registrationMainland: '应用正是比较此值来区分 Weixin 与 WeChat；CN 为中国大陆。',
    registrationElsewhere: '应用正是比较此值来区分 Weixin 与 WeChat；此值不是 CN。',
    phoneMainland: '中国大陆号码（+86）。号码可随时绑定到账号。',
    phoneElsewhere: '不是中国大陆号码。号码可随时绑定到账号。',
    phoneUnclear: '存储时没有可以确定的国家代码。',
    region: '使用账号的人可以填写任何地区。',
    identifier: '两项服务的标识符形式相同。',
  },
  data: {
    'wechat-registration': {
      what: '账号与注册数据（电话号码、微信号、创建情况）',
      where: 'WeChat：中国境外。Weixin：中国境内。',
      says: 'WeChat：可能，通过法律程序向 WeChat International 提出。Weixin：不能从那里取得；只能通过与中国的司法协助。',
    },
    'wechat-metadata': {
      what: '不含内容的使用数据',
      where: 'WeChat：中国境外。Weixin：中国境内。仅限实际保留的部分。',
      says: 'WeChat：有限且不一致。Weixin：不能从那里取得。',
    },
    'wechat-content': {
      what: '消息、语音、图片的内容',
      where: '所有接收者收到后一般不在服务器上保留；没有端到端加密。',
      says: '实践中不提供。文件指出的障碍是不保留和数据所在地，而不是加密。',
    },
    'wechat-favourites': {
      what: '用户加入收藏的消息',
      where: '在服务器上，直到用户删除。',
      says: '所引文件均未说明是否提供。',
    },
    'wechat-payments': {
      what: '微信支付记录',
      where: '取决于司法辖区；大多在中国。',
      says: '文件建议改用本国的金融情报渠道。',
    },
    'wecom-company': {
      what: '通讯录、考勤、审批、文档及成员工作的其他数据',
      where: '在服务中，由企业控制。',
      says: '由企业决定：文件称企业为控制者，运营方按其指示行事。',
    },
    'wecom-chats': {
      what: '聊天记录、文件和图片',
      where: '在服务中，期限由企业设定。',
      says: '按企业的设定保留；运营方声明不查看也不使用。先向企业询问，并询问当时的设定。',
    },
    'wecom-registration': {
      what: '注册：手机号码，或微信账号及其别名和头像',
      where: '在运营方。',
      says: '指引称可依法律或主管机关的要求披露个人信息；没有写明其他国家的程序。',
    },
    'wecom-devices': {
      what: '设备、登录地址、使用日志',
      where: '在运营方，保留至目的所需。',
      says: '与注册相同：没有写明其他国家的程序。',
    },
    'whatsapp-content': {
      what: '消息和通话的内容',
      where: '在通话双方的设备上；端到端加密，送达后不存储在服务器上。备份可能在其他服务方的云端。',
      says: '服务方声明不能也不提供消息内容。',
    },
    'whatsapp-subscriber': {
      what: '基本用户记录：姓名、服务开始日期、最后上线、IP 地址、电子邮件地址',
      where: '在服务方，以现有为限。',
      says: '依美国法律凭有效传票；其他国家依其法律和条约。',
    },
    'whatsapp-blocked': {
      what: '不含内容的记录，例如用户屏蔽的号码或屏蔽用户的号码',
      where: '在服务方，以现有为限。',
      says: '依美国法律凭法院命令；其他国家依其法律和条约。',
    },
  },
  route: {
    'wechat-preserve': {
      title: '请求保全',
      says: 'WeChat International 接受在准备正式程序期间保全现有记录的请求。保留有限：越早越好。不适用于 Weixin。',
    },
    'wechat-emergency': {
      title: '紧急情况',
      says: '生命或严重伤害迫在眉睫，或儿童有危险时。由 WeChat International 酌情决定，限于其能处理的账号。请具体说明危险。不适用于 Weixin。',
    },
    'wechat-process': {
      title: '向 WeChat International 提出法律程序',
      says: '它处理依有效法律程序提出的关于 WeChat 账号的请求。它声明许多请求涉及其不持有的数据，并且不能代 Weixin 行事。',
    },
    'wechat-mutual': {
      title: '司法协助、请求书',
      says: '通过中央机关。对于在中国境内的数据，这是唯一的正式途径：中国法律禁止未经批准向外国机关提供此类数据。常需数月至一年以上，且由对方酌情决定。',
    },
    'wecom-company': {
      title: '向企业提出',
      says: '平台所属企业决定通讯录、工作记录和聊天保留期限，其管理员可以访问。请立即请求保全，包括保留设定以及其可能运行的会话存档。',
    },
    'wecom-operator': {
      title: '运营方，通过司法协助',
      says: '运营方是中国大陆的公司。指引提到依法律或主管机关的要求披露；对其他国家，途径与中国境内数据相同。',
    },
    'whatsapp-process': {
      title: '向服务方提出法律程序',
      says: '账号的记录，不含消息内容：美国法律各种文书能取得什么，见上表。',
    },
    'whatsapp-emergency': { title: '紧急情况', says: '服务方的指引对紧急请求作了规定。' },
    'whatsapp-mutual': { title: '司法协助', says: '在某些情况下服务方要求采用此途径。' },
  },
  elements: [
    '请求机关',
    '承办人、证件、联系方式',
    '账号，与存储的完全一致',
    '所请求的数据（具体）及期间',
    '法律依据及条款',
    '服务方要求的证明文件',
  ],
  alternative: {
    'own-device': { title: '账号自己的设备', says: '其上存有聊天、媒体、联系人和支付痕迹。最好的单一来源。' },
    'other-devices': { title: '本案中存有该账号消息的他人设备', says: '对话的另一方存有同样的消息。' },
    counterparties: { title: '与其往来最多者', says: '被害人、证人或其他参与者的设备可给出同一对话，无需服务方。' },
    identifiers: { title: '关联标识符', says: '电话号码和地址可通过电信公司及其他服务方查证。' },
    payments: { title: '支付痕迹', says: '消息关于支付的内容；不证明支付已发生。可询问银行和本国金融情报机构。' },
    public: { title: '名称与公开内容', says: '此处存储的名称；个人资料、公众号和帖子可支持身份识别。' },
  },
  holding: {
    device: (exhibit, messages) => `${exhibit}：${messages} 条消息`,
    counterparty: (messages, isDeviceHeld) => `${messages} 条消息${isDeviceHeld ? '；本案中有该账号的设备' : ''}`,
    link: (method) => `由 ${method} 关联`,
    phone: '账号的电话号码',
    stored: (column) => `存储于 ${column}`,
    payments: (count) => `其发送的 ${count} 条关于支付的消息或事件`,
    name: (column) => `${column} 中的名称`,
  },
  draft: {
    head: '草稿，由检验人员补充并核对。一般信息，不是法律意见。本软件不发送。',
    title: {
      preserve: '保全记录的请求',
      emergency: '紧急请求',
      process: '依法律程序的请求',
      'mutual-assistance': '司法协助请求所需信息',
      company: '向企业的请求',
    },
    asks: {
      preserve: '请按现状保全下列记录，直至正式程序送达。',
      emergency: '因“事实”一栏所述危险，请立即提供下列记录。',
      process: '依下列法律依据请求提供下列记录。',
      'mutual-assistance': '致中央机关：拟向收件方取得下列记录。',
      company: '请保全下列记录，并依下列法律依据提供。请说明该期间内按贵方设定聊天保留多久，以及是否运行会话存档。',
    },
    authority: '请求机关',
    officer: '承办人及证件',
    contact: '联系方式',
    reference: '本方编号',
    addressee: '收件方',
    addresseeNote: '当前联系方式和表格：见收件方自己的页面',
    account: '账号',
    service: '服务',
    identifier: '标识符（按存储）',
    telephone: '电话号码',
    linked: '关联标识符',
    names: '名称（按存储）',
    period: '期间（UTC）',
    from: '自',
    to: '至',
    data: '请求的记录',
    basis: '法律依据',
    basisNote: '条款',
    facts: {
      preserve: '事实及记录的意义',
      emergency: '事实：对生命、身体或儿童的迫切危险（具体）',
      process: '事实及记录的意义',
      'mutual-assistance': '事实、罪名及记录的意义',
      company: '事实及记录的意义',
    },
    attached: '附件',
    toFill: '待填写',
  },
};
