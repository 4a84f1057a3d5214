// First words of addresses with a secret by which somebody can act.

/** Such pages send no referrer, and texts for others omit the secret. */
export const secretPaths = [
  'place',
  'join',
  'agree',
  'offers',
  'vouch',
  'asked',
  'unsubscribe',
  'enter',
  'evaluate',
  'read',
  'certificate',
  'door-link',
  'answer-link',
  'roles-link',
  'book-link',
  'session-offer',
] as const

const secret = new RegExp(`/(${[...secretPaths, 'feeds'].join('|')})/[\\w-]{20,}`, 'g')

/** Omits the secrets of such links. */
export const withoutSecrets = (text: string): string => text.replaceAll(secret, '/$1/…')
