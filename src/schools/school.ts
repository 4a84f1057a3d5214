// A school is whom Muster counts: an identity that outlives URNs, or an organisation outside the register that may book and attend but never
// enters a denominator. People tell two schools of one name apart by town and URN, so every mention of a school carries both.

export type SchoolName = { name: string; town: string; urn: string | null }

export type SchoolOption = SchoolName & { id: string }

/** `Ashfield Park Primary School, Ross-on-Wye (URN 116711)`; without a town or a URN those parts are left out. */
export const schoolLabel = ({ name, town, urn }: SchoolName): string => `${town ? `${name}, ${town}` : name}${urn ? ` (URN ${urn})` : ''}`
