// Addresses that let whoever holds them act for somebody: the word they begin with, before a secret.

/** Nothing leads on from these pages with their address, and no text that others read shows what comes after the word. */
export const secretPaths = ['place', 'agree', 'offers', 'vouch', 'undo-address', 'unsubscribe', 'enter'] as const

const secret = new RegExp(`/(${[...secretPaths, 'feeds'].join('|')})/[\\w-]{20,}`, 'g')

/** A text without the secret part of such links. */
export const withoutSecrets = (text: string): string => text.replaceAll(secret, '/$1/…')
