// Whoever asks the council to book for a school is the contact of that booking: they get its messages and are asked to agree to what it costs.
// That does not let them act for the school.

export const waysToAsk = ['by telephone', 'by email', 'in person', 'by post'] as const
export type WayToAsk = (typeof waysToAsk)[number]

export const longestTelephone = 40

/** Who asked. `name` is '' for a mailbox of the school, `email` '' for somebody who gave only a telephone number. */
export type ContactAsked = { name: string; email: string; telephone: string }

/** Somebody of the school who may have asked. `key` is what the form sends for them. */
export type KnownAsker = ContactAsked & { key: string; role: string }

/** Digits only, so that spaces do not tell two numbers apart. */
export const telephoneKey = (telephone: string): string => telephone.replaceAll(/\D/g, '')

/** As a list or a page says them: the name, or the address where none is known. */
export const askerName = ({ name, email }: Pick<ContactAsked, 'name' | 'email'>): string => name || email
