// A school whose lead is overdue, an event that it can book for her, and the letter that says so.
import { expect } from 'vitest'
import { sendDigests } from '#front/digest/send-digests.ts'
import { anAccount, anAct, aSchool, aSetting, request, rows, run, tick } from '#test/support/factories.ts'
import { HtmlClient } from '#test/support/html-client.ts'
import { aPriceList, setPrice } from '#test/support/money.ts'
import { aDelegate } from '#test/support/school-facts.ts'
import { aPerson } from '../coverage/world.ts'
import { aRole, leadTraining } from '../requirements/world.ts'

export const monday = new Date('2026-03-09T09:00:00.000Z')

/** Of one event at £95 without VAT. */
export const aDueLead = async (facts: { event?: Parameters<typeof leadTraining>[1]; pence?: number } = {}) => {
  const school = await aSchool({ name: 'Ashgrove Primary', sector: 'independent', kind: 'primary' })
  const office = await anAccount({ schoolIds: [school.id], name: 'Olive Office' })
  const personId = await aPerson('Sunita Rao')
  await aRole(personId, school)
  const event = await leadTraining('2026-04-21', facts.event)
  const list = await aPriceList({ basisPoints: 0, defaultPence: facts.pence ?? 9500 })
  await setPrice(event.id, list.id)
  return { school, office, personId, event, list }
}

export const letterTo = async (email: string): Promise<string> => {
  const letters = await rows<{ text: string }>(
    `SELECT b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'school_digest' AND b.toAddress LIKE '%' || ?1 || '%' ORDER BY m.rowid`,
    email,
  )
  return letters.at(-1)?.text ?? ''
}

export const pathsIn = (letter: string): string[] => [...letter.matchAll(/\/book-link\/[\w-]+/g)].map(([path]) => path)

/** The weekly letter of such a school, with the address of its link. */
export const aLetter = async (facts: Parameters<typeof aDueLead>[0] = {}) => {
  const world = await aDueLead(facts)
  await sendDigests(anAct({ now: monday, origin: 'schedule' }))
  const letter = await letterTo(world.office.email)
  return { ...world, letter, path: pathsIn(letter)[0] ?? '' }
}

/** Nobody but the school of a test is written to, and every week is new. */
export const quiet = async (): Promise<void> => {
  await run(`UPDATE Claim SET state = 'ended', decidedAt = ?1 WHERE state = 'approved'`, tick().toISOString())
  await run(`UPDATE Event SET state = 'cancelled', cancelledAt = ?1 WHERE state = 'published'`, tick().toISOString())
  await run('DELETE FROM DigestWeek')
  await aSetting('council', { digestDay: 'monday' })
}

export const bookingsOf = (personId: string) =>
  rows<{ reference: string; accountId: string; state: string; pence: number }>(
    `SELECT b.reference, b.bookedById AS accountId, p.state, q.pence FROM Place p JOIN Booking b ON b.id = p.bookingId
       LEFT JOIN PlacePrice q ON q.placeId = p.id AND q.supersededAt IS NULL WHERE p.personId = ?1 ORDER BY b.createdAt`,
    personId,
  )

/** The event has one place, which another school has. */
export const fill = async (event: { id: string; sessions: { id: string }[]; code: string }) => {
  await setPrice(event.id, null)
  await aDelegate(event, (await aSchool()).id, { name: 'Somebody Else' })
  await run('UPDATE Event SET capacity = 1, version = version + 1 WHERE id = ?1', event.id)
}

const origin = 'http://localhost:8787'
/** Somebody who reads a mail, without a script. */
export const client = (cookie = '') =>
  new HtmlClient(
    origin,
    (url, { body, ...init }) => request(url.replace(origin, ''), { ...init, ...(body === undefined ? {} : { body }) }),
    cookie,
  )

export const codeSentTo = async (email: string): Promise<string> => {
  const [mail] = await rows<{ text: string }>('SELECT text FROM LocalMail WHERE toAddress = ?1 ORDER BY rowid DESC LIMIT 1', email)
  expect(mail?.text).toContain('is your code to book by the link of our email')
  return mail?.text.match(/\b\d{6}\b/)?.[0] ?? ''
}
