/** Constructors of one layer of the service, as an app of that time wrote them. */
export interface Layer {
  readonly message: string;
  readonly service: string;
  readonly user: string;
  readonly channel: string;
  readonly peerUser: string;
  readonly peerChannel: string;
  readonly forward: string;
  readonly reply: string;
  readonly document: string;
  readonly media: string;
  readonly video: string;
  readonly contact: string;
  readonly poll: string;
  readonly answer: string;
  readonly results: string;
  readonly addUser: string;
  readonly deleteUser: string;
  readonly mention: string;
  /** Words of polls have a form of their own. */
  readonly hasForms: boolean;
  readonly hasReactions: boolean;
}

const LAYER_124: Layer = {
  message: 'bce383d2', service: '2b085862', user: '938458c1', channel: 'd31a961e', peerUser: '9db1bc6d', peerChannel: 'bddde532',
  forward: '5f777dce', reply: 'a6d57763', document: '1e87342b', media: '9cb070d7', video: '0ef02ce6', contact: 'cbf24940',
  poll: '86e18161', answer: '6ca9c2e9', results: 'badcc1a3', addUser: '488a7337', deleteUser: 'b2ae9b0c', mention: '352dca58',
  hasForms: false, hasReactions: false,
}; // prettier-ignore

const LAYER_155: Layer = {
  ...LAYER_124,
  message: '38116ee0', user: '8f97c628', channel: '83259464', peerUser: '59511722', peerChannel: 'a2a5371e', document: '8fd4c4d8',
  contact: '70322949', results: 'dcb82ea3', addUser: '15cefd00', deleteUser: 'a43f30cc', mention: 'dc7b1140', hasReactions: true,
}; // prettier-ignore

const LAYER_181: Layer = {
  ...LAYER_155,
  message: '94345242', user: '215c4438', channel: '0aadfc8f', forward: '4e4df4bb', reply: 'afbc09db', media: '4cf4d72d',
  video: 'd38ff1c2', poll: '58747131', answer: 'ff16e2ca', results: '7adf2420', hasForms: true,
}; // prettier-ignore

const LAYER_206: Layer = {
  ...LAYER_181,
  message: '9815cec8', service: '7a800e0a', user: '020b1422', channel: 'fe685355', reply: '6917560b', media: '52d8ccd9', video: '43c57c48',
}; // prettier-ignore

/** Rows keep the layer they were written in, so one store holds several; the oldest store has numbers of 32 bits. */
export function layersOf(variant: string): readonly [Layer, ...Layer[]] {
  return variant === 'messages' ? [LAYER_124] : [LAYER_155, LAYER_181, LAYER_206];
}
