import { sayMoney } from '#base/money.ts'
import type { PriceAgreement, PriceArea, PriceList, PriceRow, PriceStatus, Quote, QuoteRule, VatCode } from './price.ts'

export const statusWords: Record<PriceStatus, string> = {
  maintained: 'Maintained school',
  academy: 'Academy or free school',
  independent: 'Independent school',
  further_education: 'Further education college',
  other: 'Other organisation',
}

const areaWords: Record<PriceArea, string> = { inside: 'in the area', outside: 'outside the area' }

const agreementWords: Record<PriceAgreement, string> = { with: 'with a service agreement', without: 'without a service agreement' }

/** `Academy or free school, in the area, with a service agreement` */
export const sayRow = (row: Pick<PriceRow, 'status' | 'area' | 'agreement'>): string =>
  `${statusWords[row.status]}, ${areaWords[row.area]}, ${agreementWords[row.agreement]}`

/** What the default of a list is to whoever pays it. */
export const usualPrice = 'the usual price'

/** `, less £30.00 online`; '' where a place online costs the same. */
export const sayLess = (pence: number | undefined): string => (pence ? `, less ${sayMoney(pence)} online` : '')

/** `20 %`, `17.5 %` */
export const sayRate = (basisPoints: number): string => `${basisPoints / 100} %`

/** `Standard rate, 20 %` */
export const sayVat = (vat: Pick<VatCode, 'name' | 'basisPoints'>): string => `${vat.name}, ${sayRate(vat.basisPoints)}`

/** `Paid conferences, version 2` */
export const priceLabel = (list: Pick<PriceList, 'name' | 'version'>): string => `${list.name}, version ${list.version}`

/** `Academy or free school, in the area, with a service agreement`, or that it is the default. */
export const sayRule = (rule: Pick<QuoteRule, 'row' | 'status' | 'area' | 'agreement' | 'onlineLess'>): string =>
  `${rule.row === 'row' ? sayRow(rule) : 'The usual price'}${sayLess(rule.onlineLess)}`

/** What a place online costs beside one in the room; '' where it is the same. */
export const sayOnlineLess = ({ onlineLessPence }: Pick<PriceList, 'onlineLessPence'>): string =>
  onlineLessPence > 0 ? `A place online costs ${sayMoney(onlineLessPence)} less than one in the room.` : ''

const basisWords: Record<Quote['basis'], string> = {
  price: '',
  early: 'early price',
  first_free: 'one of the school’s first places',
  agreement: 'covered by the service agreement',
  code: 'with the code',
}

/** Why a place has its price: `early price`; '' when it is the normal price. */
const sayBasis = (basis: Quote['basis']): string => basisWords[basis]

type SaidQuote = Pick<Quote, 'pence' | 'vatPence' | 'basis'> & { rule?: Pick<QuoteRule, 'onlineLess'> }

/** `£100.00 and £20.00 VAT`, `£80.00 and £16.00 VAT, early price` */
export const sayQuote = ({ pence, vatPence, basis, rule }: SaidQuote): string => {
  const sum =
    pence === 0 ? 'Free of charge' : vatPence === 0 ? `${sayMoney(pence)}, no VAT` : `${sayMoney(pence)} and ${sayMoney(vatPence)} VAT`
  return [sum, sayBasis(basis), rule?.onlineLess ? 'online' : ''].filter(Boolean).join(', ')
}
