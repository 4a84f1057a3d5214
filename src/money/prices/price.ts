// What a place costs: a version of a price list, by legal status, area and agreement, with an early
// price until a date, free first places for a school, and codes. The rule that made a price is
// stored with it and names the row that was used.
import type { Instant } from '#base/dates.ts'
import { sayMoney, vatOf } from '#base/money.ts'

/** The words of money/payers/payer.ts, which comes later and may not be imported here. */
export type PriceStatus = 'maintained' | 'academy' | 'independent' | 'further_education' | 'other'
export type PriceArea = 'inside' | 'outside'
export type PriceAgreement = 'with' | 'without'

export const longestName = 100
/** £10,000 a place; more is a typing mistake. */
export const mostPence = 1_000_000
export const mostFreePlaces = 100

export type VatCode = { id: string; code: string; name: string; basisPoints: number }

/** One cell of the table; null: blank, so the default holds. */
export type PriceRow = {
  status: PriceStatus
  area: PriceArea
  agreement: PriceAgreement
  pence: number | null
  earlyPence: number | null
  vatCodeId: string | null
}

/** One version of a price list; its versions share `key`. */
export type PriceList = {
  id: string
  key: string
  version: number
  name: string
  defaultPence: number
  defaultEarlyPence: number | null
  vatCodeId: string
  /** How many places of each school at an event are free. */
  freePlaces: number
  /** Pence by which a place online of a mixed event costs less than one in the room. */
  onlineLessPence: number
  notes: string
  /** 1: the agreed price of a session at a school, which no agreement of places covers. */
  forSession?: 0 | 1
  rows: PriceRow[]
  vatCodes: VatCode[]
}

/** The table's cells in reading order. */
export const priceCells: readonly Pick<PriceRow, 'status' | 'area' | 'agreement'>[] = (
  ['maintained', 'academy', 'independent', 'further_education', 'other'] as const
).flatMap((status) =>
  (['inside', 'outside'] as const).flatMap((area) => (['without', 'with'] as const).map((agreement) => ({ status, area, agreement }))),
)

export type PriceFacts = Omit<PriceList, 'id' | 'key' | 'version' | 'vatCodes' | 'forSession'>

/** What finance enters for a code: its number of places in all, and its last instant. */
export type CodeFacts = { code: string; percentOff: number | null; penceOff: number | null; mostPlaces: number; validUntil: Instant | null }

export type PriceCode = { id: string; code: string; percentOff: number | null; penceOff: number | null }

/** The price before anything free or reduced. */
export type FoundPrice = { pence: number; early: boolean; row: 'row' | 'default'; vat: VatCode }

/**
 * The table's price of one place. A blank falls back to the default; a row with a price but no
 * early price uses its price as the early one.
 * @param early whether the early price holds
 */
export const findPrice = (
  list: PriceList,
  who: { status: PriceStatus; area: PriceArea; agreement: PriceAgreement },
  early: boolean,
): FoundPrice => {
  const row = list.rows.find((one) => one.status === who.status && one.area === who.area && one.agreement === who.agreement)
  const vatId = row?.vatCodeId ?? list.vatCodeId
  const vat = list.vatCodes.find((code) => code.id === vatId)
  if (!vat) throw new Error(`price list ${list.id} names a VAT code that was not read`)
  const own = row?.pence !== null && row?.pence !== undefined
  const full = own ? (row.pence ?? 0) : list.defaultPence
  const earlyPence = own ? row.earlyPence : (row?.earlyPence ?? list.defaultEarlyPence)
  const isEarly = early && earlyPence !== null && earlyPence !== undefined && earlyPence < full
  const fromRow = own || (isEarly && row?.earlyPence !== null && row?.earlyPence !== undefined)
  return { pence: isEarly ? (earlyPence ?? full) : full, early: isEarly, row: fromRow ? 'row' : 'default', vat }
}

export const hasEarly = (list: Pick<PriceList, 'defaultEarlyPence' | 'rows'>): boolean =>
  list.defaultEarlyPence !== null || list.rows.some((row) => row.earlyPence !== null)

export const isEarly = (earlyUntil: Instant | null, asOf: Instant): boolean => earlyUntil !== null && asOf <= earlyUntil

/** Everything that decides the prices of a booking's places. */
export type QuoteGround = {
  list: PriceList
  status: PriceStatus
  area: PriceArea
  earlyUntil: Instant | null
  asOf: Instant
  /** Free first places that the school has left at the event. */
  freeLeft: number
  /** In order of use. null: any number. */
  agreements: readonly { id: string; left: number | null }[]
  /** Whether there is an agreement on the day, used up or not: its prices hold then. */
  hasAgreement: boolean
  code: (PriceCode & { left: number }) | undefined
}

/** Why a place has its price; matches the rows of PriceBasis. */
export const priceBases = ['price', 'early', 'first_free', 'agreement', 'code'] as const
type PriceBasis = (typeof priceBases)[number]

/** What one place costs; `pence` is without VAT. */
export type Quote = {
  basis: PriceBasis
  pence: number
  vatPence: number
  vat: VatCode
  agreement: PriceAgreement
  agreementId: string | null
  codeId: string | null
  rule: QuoteRule
}

/** Stored with the price, to explain it years later. */
export type QuoteRule = {
  list: string
  version: number
  status: PriceStatus
  area: PriceArea
  agreement: PriceAgreement
  row: 'row' | 'default'
  basis: PriceBasis
  early: boolean
  /** The table's price, before anything free, reduced or online. */
  listPence: number
  vatCode: string
  basisPoints: number
  /** Pence less for a place online of a mixed event. */
  onlineLess?: number
}

/** How many, or whether each is a place online of a mixed event, in order. */
export type PlacesToPrice = number | readonly { online: boolean }[]

/**
 * Prices of places in order: free first ones, then those under an agreement, then the
 * others, reduced by a code while it lasts. VAT is rounded per place.
 */
export const quotePlaces = (ground: QuoteGround, asked: PlacesToPrice): Quote[] => {
  const places = typeof asked === 'number' ? Array.from({ length: asked }, (): { online: boolean } => ({ online: false })) : asked
  const agreement: PriceAgreement = ground.hasAgreement ? 'with' : 'without'
  const price = findPrice(ground.list, { status: ground.status, area: ground.area, agreement }, isEarly(ground.earlyUntil, ground.asOf))
  let free = Math.max(0, ground.freeLeft)
  const covered = ground.agreements.flatMap(({ id, left }) =>
    Array.from({ length: Math.min(places.length, left ?? places.length) }, () => id),
  )
  let code = ground.code?.left ?? 0
  return places.map(({ online }) => {
    const less = online ? Math.min(ground.list.onlineLessPence, price.pence) : 0
    const full = price.pence - less
    const quote = (basis: PriceBasis, pence: number, more: { agreementId?: string; codeId?: string } = {}): Quote => ({
      basis,
      pence,
      vatPence: vatOf(pence, price.vat.basisPoints),
      vat: price.vat,
      agreement,
      agreementId: more.agreementId ?? null,
      codeId: more.codeId ?? null,
      rule: {
        list: ground.list.name,
        version: ground.list.version,
        status: ground.status,
        area: ground.area,
        agreement,
        row: price.row,
        basis,
        early: price.early,
        listPence: price.pence,
        vatCode: price.vat.code,
        basisPoints: price.vat.basisPoints,
        ...(less > 0 ? { onlineLess: less } : {}),
      },
    })
    if (full === 0) return quote('price', 0)
    if (free > 0) {
      free -= 1
      return quote('first_free', 0)
    }
    const agreementId = covered.shift()
    if (agreementId) return quote('agreement', 0, { agreementId })
    if (ground.code && code > 0) {
      code -= 1
      return quote('code', reduced(full, ground.code), { codeId: ground.code.id })
    }
    return quote(price.early ? 'early' : 'price', full)
  })
}

/** To the nearest penny, half pennies in the payer's favour, at least 0. */
export const reduced = (pence: number, code: Pick<PriceCode, 'percentOff' | 'penceOff'>): number =>
  code.percentOff === null ? Math.max(0, pence - (code.penceOff ?? 0)) : pence - Math.floor((pence * code.percentOff + 50) / 100)

export const totalOf = (quotes: readonly Pick<Quote, 'pence' | 'vatPence'>[]): { pence: number; vatPence: number; gross: number } => {
  const pence = quotes.reduce((sum, quote) => sum + quote.pence, 0)
  const vatPence = quotes.reduce((sum, quote) => sum + quote.vatPence, 0)
  return { pence, vatPence, gross: pence + vatPence }
}

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
