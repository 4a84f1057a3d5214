// A price list for the public: no duplicate lines, and a summary in one line.

import { type Instant, instant } from '#base/dates.ts'
import { sayMoney, vatOf } from '#base/money.ts'
import { capital, counted, listed } from '#base/words.ts'
import {
  type FoundPrice,
  findPrice,
  isEarly,
  type PriceAgreement,
  type PriceArea,
  type PriceList,
  type PriceStatus,
  priceCells,
  type Quote,
} from './price.ts'

const many: Record<PriceStatus, string> = {
  maintained: 'maintained schools',
  academy: 'academies and free schools',
  independent: 'independent schools',
  further_education: 'further education colleges',
  other: 'other organisations',
}

const statuses = Object.keys(many) as PriceStatus[]
const areas: Record<PriceArea, string> = { inside: 'in the area', outside: 'outside the area' }
const agreements: Record<PriceAgreement, string> = { without: 'without a service agreement', with: 'with a service agreement' }

/** What a place costs some schools; `early` equals `price` where there is no early price. */
export type ShownPrice = { who: string; price: FoundPrice; early: FoundPrice }

type Line = Omit<ShownPrice, 'who'> & { scope: string }

const sameAs = (a: Omit<Line, 'scope'>, b: Omit<Line, 'scope'>): boolean =>
  a.price.pence === b.price.pence && a.early.pence === b.early.pence && a.price.vat.id === b.price.vat.id

/** The lines of one status, split by area and agreement only where prices differ. */
const linesOf = (list: PriceList, status: PriceStatus): Line[] => {
  const at = (area: PriceArea, agreement: PriceAgreement) => ({
    price: findPrice(list, { status, area, agreement }, false),
    early: findPrice(list, { status, area, agreement }, true),
  })
  const [insideWithout, insideWith] = [at('inside', 'without'), at('inside', 'with')]
  const [outsideWithout, outsideWith] = [at('outside', 'without'), at('outside', 'with')]
  const alike = { inside: sameAs(insideWithout, insideWith), outside: sameAs(outsideWithout, outsideWith) }
  if (sameAs(insideWithout, outsideWithout) && sameAs(insideWith, outsideWith))
    return alike.inside
      ? [{ scope: '', ...insideWithout }]
      : [
          { scope: agreements.without, ...insideWithout },
          { scope: agreements.with, ...insideWith },
        ]
  const byArea = (area: PriceArea, without: ReturnType<typeof at>, withOne: ReturnType<typeof at>): Line[] =>
    alike[area]
      ? [{ scope: areas[area], ...without }]
      : [
          { scope: `${areas[area]}, ${agreements.without}`, ...without },
          { scope: `${areas[area]}, ${agreements.with}`, ...withOne },
        ]
  return [...byArea('inside', insideWithout, insideWith), ...byArea('outside', outsideWithout, outsideWith)]
}

/** `Maintained schools, academies and free schools, in the area` */
const nameOf = (group: readonly PriceStatus[], scope: string): string => {
  if (group.length === statuses.length) return scope === '' ? 'Every school and organisation' : capital(scope)
  const all = listed(group.map((status) => many[status]))
  return capital(scope === '' ? all : `${all}, ${scope}`)
}

/** The table without duplicates: statuses with the same prices share their lines. */
export const shownPrices = (list: PriceList): ShownPrice[] => {
  const groups: { statuses: PriceStatus[]; lines: Line[] }[] = []
  for (const status of statuses) {
    const lines = linesOf(list, status)
    const same = groups.find(
      (group) =>
        group.lines.length === lines.length &&
        group.lines.every((line, index) => {
          const other = lines[index]
          return other !== undefined && line.scope === other.scope && sameAs(line, other)
        }),
    )
    if (same) same.statuses.push(status)
    else groups.push({ statuses: [status], lines })
  }
  return groups.flatMap((group) => group.lines.map(({ scope, price, early }) => ({ who: nameOf(group.statuses, scope), price, early })))
}

/** Price with VAT, in pence. */
export const grossOf = (price: Pick<FoundPrice, 'pence' | 'vat'>): number => price.pence + vatOf(price.pence, price.vat.basisPoints)

const sayWithVat = (pence: number, vatPence: number): string => `${sayMoney(pence)}${vatPence > 0 ? ' plus VAT' : ''}`

const sayThen = (free: number, price: string): string => (free === 0 ? `${price} a place` : `${counted(free, 'place')} free, then ${price}`)

/** To anyone: `1 place free, then from £45.00`, `£65.00 plus VAT a place`. */
export const sayPriceFrom = (list: PriceList | undefined, earlyUntil: Instant | null, now: Date): string => {
  if (!list) return 'Free of charge'
  const prices = priceCells.map((cell) => findPrice(list, cell, isEarly(earlyUntil, instant(now))))
  const sums = prices.map(({ pence }) => pence)
  const [least, most] = [Math.min(...sums), Math.max(...sums)]
  if (most === 0) return 'Free of charge'
  const vat = Math.max(...prices.map((price) => grossOf(price) - price.pence))
  return capital(sayThen(list.freePlaces, `${least === most ? '' : 'from '}${sayWithVat(least, vat)}`))
}

/** What the next places of a school cost: `later` is the first that is not one of `free`. */
export type NextQuotes = { free: number; next: Quote; later: Quote }

/** Of one of the reader's schools. */
export type OwnPrice = NextQuotes & { name: string }

/** To a school: `1 place free, then £45.00`, `£45.00 a place`. */
export const sayOwnPrice = ({ free, next, later }: NextQuotes): string => {
  if (later.basis === 'agreement') return `Next place free${next.basis === 'agreement' ? ' by your service agreement' : ''}`
  if (later.pence === 0) return 'Free of charge'
  return sayThen(free, sayWithVat(later.pence, later.vatPence))
}
