// A price list for the public: no duplicate lines, and a summary in one line.

import { type Instant, instant, sayDeadline } from '#base/dates.ts'
import { sayMoney, vatOf } from '#base/money.ts'
import { listed } from '#base/words.ts'
import {
  type FoundPrice,
  findPrice,
  isEarly,
  type PriceAgreement,
  type PriceArea,
  type PriceList,
  type PriceStatus,
  priceCells,
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

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

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

const span = (sums: readonly number[]): string => {
  const [least, most] = [Math.min(...sums), Math.max(...sums)]
  if (most === 0) return 'Free of charge'
  return least === most ? sayMoney(most) : `${sayMoney(least)} to ${sayMoney(most)}`
}

/**
 * `£80.00 to £100.00 a place (£96.00 to £120.00 with VAT), early prices until 1 June 2026 at 5pm`,
 * or `£0 for the first place of each school, £65.00 for each further`; free of charge without a
 * list.
 */
export const sayPlacePrice = (list: PriceList | undefined, earlyUntil: Instant | null, now: Date): string => {
  if (!list) return 'Free of charge'
  const early = isEarly(earlyUntil, instant(now))
  const prices = priceCells.map((cell) => findPrice(list, cell, early))
  const net = span(prices.map(({ pence }) => pence))
  if (prices.every(({ pence }) => pence === 0)) return net
  const gross = span(prices.map(grossOf))
  const until = early && earlyUntil !== null && prices.some((price) => price.early) ? `, early prices until ${sayDeadline(earlyUntil)}` : ''
  const sum = `${gross === net ? '' : ` (${gross} with VAT)`}${until}`
  if (list.freePlaces === 0) return `${net} a place${sum}`
  return `£0 for the first ${list.freePlaces === 1 ? 'place' : `${list.freePlaces} places`} of each school, ${net} for each further${sum}`
}
