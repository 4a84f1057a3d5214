import type Stripe from 'stripe'

/** Metadata as first given: values are text. */
export const given = (metadata: Stripe.Emptyable<Stripe.MetadataParam> | undefined): Stripe.Metadata =>
  Object.fromEntries(
    Object.entries(metadata || {})
      .filter(([, value]) => value !== null && value !== '')
      .map(([name, value]) => [name, String(value)]),
  )

/** Metadata of an update: names that are not given stay, and an empty value takes its name away. */
export const merged = (kept: Stripe.Metadata | null, metadata: Stripe.Emptyable<Stripe.MetadataParam> | undefined): Stripe.Metadata => {
  if (metadata === undefined) return kept ?? {}
  if (metadata === '' || metadata === null) return {}
  const next = { ...kept, ...given(metadata) }
  for (const [name, value] of Object.entries(metadata)) if (value === null || value === '') delete next[name]
  return next
}
