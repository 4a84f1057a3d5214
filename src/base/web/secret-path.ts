// First words of addresses with a secret, which let whoever has them act for somebody.

/** These pages send no referrer, and texts that others read leave out what follows the word. */
export const secretPaths = [
  'place',
  'join',
  'agree',
  'offers',
  'vouch',
  'unsubscribe',
  'enter',
  'evaluate',
  'read',
  'certificate',
  'door-link',
  'answer-link',
] as const

const secret = new RegExp(`/(${[...secretPaths, 'feeds'].join('|')})/[\\w-]{20,}`, 'g')

/** A text with the secrets of such links left out. */
export const withoutSecrets = (text: string): string => text.replaceAll(secret, '/$1/…')
