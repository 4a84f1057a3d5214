// Prices, payers and agreements, set by finance before schools book.
import type { Act } from '#base/act.ts'
import { addDays, instant, londonDay } from '#base/dates.ts'
import { atomically } from '#base/db/atomically.ts'
import { newId } from '#base/id.ts'
import { logged } from '#base/log/store.ts'
import { priceOf } from '#booking/bookings/pricing.ts'
import { readMoneyGround } from '#booking/bookings/pricing-store.ts'
import type { EventDetails } from '#events/events/event.ts'
import { saveSetting } from '#money/ledger/setting-store.ts'
import { addAgreement } from '#money/payers/change-agreement.ts'
import { sayCentral } from '#money/payers/change-payer.ts'
import { addVatCode } from '#money/prices/change-vat-codes.ts'
import type { PlacesToPrice, PriceArea, PriceRow, PriceStatus } from '#money/prices/price.ts'
import { savePrices } from '#money/prices/save-prices.ts'
import { habitOf } from './habit.ts'
import type { CountySchool } from './store.ts'
import { trustUidOf } from './store.ts'
import { must } from './time.ts'

/** Price and early price, without and with a service agreement. */
const table: readonly [status: PriceStatus, area: PriceArea, without: number, early: number, withAgreement: number][] = [
  ['maintained', 'inside', 7500, 6500, 4500],
  ['academy', 'inside', 8500, 7500, 5000],
  ['independent', 'inside', 11000, 9500, 8500],
  ['further_education', 'inside', 9500, 8500, 6500],
]

/** By finance: VAT codes, one price list, and the supplier. */
export const settlePrices = async (act: Act): Promise<void> => {
  const [exempt, outside] = [newId(act.now), newId(act.now)]
  must(await addVatCode(act, { id: exempt, code: 'E', name: 'Exempt: training by an eligible body', basisPoints: 0 }), 'VAT code E')
  must(await addVatCode(act, { id: outside, code: 'OS', name: 'Outside the scope: within the council', basisPoints: 0 }), 'VAT code OS')
  must(await addVatCode(act, { id: newId(act.now), code: 'S', name: 'Standard rate', basisPoints: 2000 }), 'VAT code S')
  const rows = table.flatMap(([status, area, pence, earlyPence, withAgreement]): PriceRow[] => {
    const vatCodeId = status === 'maintained' ? outside : null
    return [
      { status, area, agreement: 'without', pence, earlyPence, vatCodeId },
      { status, area, agreement: 'with', pence: withAgreement, earlyPence: null, vatCodeId },
    ]
  })
  const facts = {
    name: 'Conferences 2026',
    defaultPence: 12500,
    defaultEarlyPence: null,
    onlineLessPence: 3000,
    vatCodeId: exempt,
    freePlaces: 1,
  }
  const notes = 'Lunch and materials are included.'
  must(await savePrices(act, { id: newId(act.now), facts: { ...facts, notes, rows } }), 'Prices')
  const supplier = {
    name: 'Alderwickshire County Council',
    address: '',
    vatNumber: 'GB 000 0000 00',
    email: 'income@alderwickshire.example',
    bankNote: 'Pay by bank transfer to the account on the council’s invoice, with its number.',
  }
  const said = logged(act, { act: 'money.settings_changed', subject: ['setting', 'supplier'], after: { changed: true } })
  must(await atomically(act.db, [...saveSetting(act, 'supplier', supplier), said], {}), 'Supplier')
}

/** Every third booking school has an agreement; one trust pays for its schools. */
export const settleAgreements = async (act: Act, schools: readonly CountySchool[]): Promise<number> => {
  const fromDay = addDays(londonDay(act.now), -30)
  const buyers = schools.filter((school) => habitOf(school) === 'eager').filter((_, n) => n % 3 === 0)
  for (const school of buyers) {
    const facts = { id: newId(act.now), name: 'Safeguarding package', fromDay, toDay: addDays(fromDay, 730), places: 6 }
    await addAgreement(act, { kind: 'school', schoolId: school.id }, facts)
  }
  const trustUid = await trustUidOf(act.db, 'Hedgerow Learning Trust')
  if (trustUid) must(await sayCentral(act, trustUid, { id: newId(act.now), fromDay, toDay: null }), 'Central payer')
  return buyers.length
}

/** What a school sees before booking: the price and its reference. */
export const payingFor = async (act: Act, event: EventDetails, school: { id: string }, places: PlacesToPrice) => {
  if (event.priceId === null) return undefined
  const ground = await readMoneyGround(act, event, school.id, { priceId: event.priceId })
  const { gross, decision } = priceOf(ground, event, school.id, places, { asOf: instant(act.now), stripe: act.stripe !== undefined })
  const number = [...school.id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 90_000, 7) + 10_000
  return {
    priceId: event.priceId,
    seenPence: gross,
    ...(decision.route === 'recharge' ? { costCentre: `C${number}`, subjectiveCode: 'R4700' } : { poNumber: `PO-${number}` }),
  }
}
