// Prices as sentences, the same on every page, paper and message.
import { sayMoney } from '../money.ts'
import type { PriceAgreement, PriceArea, PriceList, PriceRow, PriceStatus, Quote, QuoteRule, VatCode } from './price.ts'

/** The legal statuses in the order of the table. */
export const priceStatuses = [
  'maintained',
  'academy',
  'independent',
  'further_education',
  'other',
] as const satisfies readonly PriceStatus[]

export const statusWords: Record<PriceStatus, string> = {
  maintained: 'Maintained school',
  academy: 'Academy or free school',
  independent: 'Independent school',
  further_education: 'Further education college',
  other: 'Other organisation',
}

export const areaWords: Record<PriceArea, string> = { inside: 'in the area', outside: 'outside the area' }

export const agreementWords: Record<PriceAgreement, string> = { with: 'with an agreement', without: 'without an agreement' }

/** `Academy or free school, in the area, with an agreement` */
export const sayRow = (row: Pick<PriceRow, 'status' | 'area' | 'agreement'>): string =>
  `${statusWords[row.status]}, ${areaWords[row.area]}, ${agreementWords[row.agreement]}`

/** `20 %`, `17.5 %` */
export const sayRate = (basisPoints: number): string => `${basisPoints / 100} %`

/** `Standard rate, 20 %` */
export const sayVat = (vat: Pick<VatCode, 'name' | 'basisPoints'>): string => `${vat.name}, ${sayRate(vat.basisPoints)}`

/** `Paid conferences, version 2` */
export const priceLabel = (list: Pick<PriceList, 'name' | 'version'>): string => `${list.name}, version ${list.version}`

/** Which row of which list made a price: `Academy or free school, in the area, with an agreement`, or that the default holds for it. */
export const sayRule = (rule: QuoteRule): string =>
  rule.row === 'row'
    ? `the price for: ${sayRow(rule)} (${rule.list}, version ${rule.version})`
    : `the default price, because there is none of its own for: ${sayRow(rule)} (${rule.list}, version ${rule.version})`

const becauseWords: Record<Quote['because'], string> = {
  price: '',
  early: 'early price',
  first_free: 'one of the first places of the school, free of charge',
  agreement: 'covered by the agreement',
  code: 'with the code',
}

/** Why a place costs what it costs: `early price`; '' when it is simply the price. */
export const sayBecause = (because: Quote['because']): string => becauseWords[because]

/** `£100.00 and £20.00 VAT`, `£80.00 and £16.00 VAT, early price`, `Free of charge, covered by the agreement` */
export const sayQuote = ({ pence, vatPence, because }: Pick<Quote, 'pence' | 'vatPence' | 'because'>): string => {
  const sum =
    pence === 0 ? 'Free of charge' : vatPence === 0 ? `${sayMoney(pence)}, no VAT` : `${sayMoney(pence)} and ${sayMoney(vatPence)} VAT`
  return because === 'price' ? sum : `${sum}, ${sayBecause(because)}`
}
