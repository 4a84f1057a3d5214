// Consent to promotions belongs to an address: who asked for news of new conferences, when and how,
// and who no longer wants it. Statements are appended, and the latest counts. A complaint reported
// by the provider withdraws it.
export type ConsentHow = 'account' | 'unsubscribe_link' | 'complaint'

export type Consent = { given: 0 | 1; how: ConsentHow; at: string }

/** No statement means no promotions. */
export const consents = (standing: Consent | undefined): boolean => standing?.given === 1

/** The link can only restore what it withdrew. */
export const mayTakeBack = (standing: Consent | undefined): boolean => standing?.given === 0 && standing.how === 'unsubscribe_link'
