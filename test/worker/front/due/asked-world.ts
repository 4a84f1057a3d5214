// A school that is asked for a place, and what becomes of it.
import { mailsTo } from '#test/support/browsing.ts'
import { anAccount, anEvent, aSchool, request, rows } from '#test/support/factories.ts'
import { aPriceList, setPrice } from '#test/support/money.ts'
import { aDelegate } from '#test/support/school-facts.ts'

export const inTime = { startsAt: '2099-06-12T08:30:00.000Z', endsAt: '2099-06-12T15:00:00.000Z' }

export const ask = async (event: { code: string }, schoolId: string, name = 'Tegan Teacher') => {
  const { cookie, email } = await anAccount({ name })
  await request(`/events/${event.code}/ask`, { cookie, form: { schoolId, who: 'me', roleId: 'dsl', id: crypto.randomUUID() } })
  return email
}

export const aPrice = async (defaultPence: number) => (await aPriceList({ basisPoints: 0, defaultPence })).id

/** A school with an office, and a teacher who asks it for a place at £50; Ada of the school goes, and so many of another. */
export const aStory = async (facts: Parameters<typeof anEvent>[0] = {}, { others = 0, isFree = false, pence = 5_000 } = {}) => {
  const school = await aSchool()
  const office = await anAccount({ schoolIds: [school.id], name: 'Olive Office' })
  const event = await anEvent({ ...inTime, capacity: 10, ...facts })
  if (!isFree) await aDelegate(event, school.id, { name: 'Ada Other' })
  for (let n = 0; n < others; n += 1) await aDelegate(event, (await aSchool()).id)
  if (!isFree) await setPrice(event.id, await aPrice(pence))
  const teacher = await ask(event, school.id)
  return { school, office, event, teacher, at: `/school/${school.id}/asked` }
}
export type Story = Awaited<ReturnType<typeof aStory>>

export const states = (event: { id: string }) =>
  rows<{ state: string; reason: string | null }>('SELECT state, reason FROM BookingRequest WHERE eventId = ?1', event.id)
export const namesAt = async (event: { id: string }) =>
  (
    await rows<{ name: string }>(
      `SELECT n.name FROM Place p JOIN Person n ON n.id = p.personId WHERE p.eventId = ?1 AND p.state = 'confirmed' ORDER BY n.name`,
      event.id,
    )
  ).map(({ name }) => name)
export const hourOf = async (email: string): Promise<string[]> =>
  (await mailsTo(email)).map(({ subject }) => subject).filter((subject) => !/code/i.test(subject))

export const linkOf = async ({ office }: Story): Promise<string> =>
  /\/asked\/[\w-]{20,}/.exec((await mailsTo(office.email)).findLast(({ text }) => text.includes('/asked/'))?.text ?? '')?.[0] ?? ''
