// Whoever asks the council to book for a school is the contact of that booking: they get its
// messages and are asked to agree to its price. It does not let them act for the school.

export const waysToAsk = ['by telephone', 'by email', 'in person', 'by post'] as const
export type WayToAsk = (typeof waysToAsk)[number]

export const longestTelephone = 40

/**
 * Who asked. `name` is '' for a school mailbox, `email` '' for somebody who only gave a telephone
 * number. `meant`: the record that is theirs, as was said when it was asked.
 */
export type ContactAsked = { name: string; email: string; telephone: string; meant?: string | undefined }

/** A person at the school who may have asked. `key` is what the form sends. */
export type KnownAsker = ContactAsked & { key: string; role: string }

/** Digits only, to compare numbers whatever their spacing. */
export const telephoneKey = (telephone: string): string => telephone.replaceAll(/\D/g, '')

export const askerName = ({ name, email }: Pick<ContactAsked, 'name' | 'email'>): string => name || email
