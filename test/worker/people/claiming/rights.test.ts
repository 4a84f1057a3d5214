// What a school lets each colleague do: book, ask for a place, approve others.

import { expect, it } from 'vitest'
import { placeBooking } from '#booking/placing/place-booking.ts'
import { type Right, rights } from '#people/claims/colleague.ts'
import { anAccount, anAct, anEvent, aSchool, request, rows, run } from '#test/support/factories.ts'
import { add } from '#test/support/rows.ts'
import { dropTriggers } from '#test/support/triggers.ts'

type Who = Awaited<ReturnType<typeof anAccount>>

const claimOf = async ({ accountId }: Who): Promise<string> =>
  (await rows<{ id: string }>('SELECT id FROM Claim WHERE accountId = ?1', accountId))[0]?.id ?? ''

const rightsOf = async (who: Who) => (await rows('SELECT mayBook, mayAsk, approver FROM Claim WHERE accountId = ?1', who.accountId))[0]

/** A school with two who book and approve, and what one of them presses about another. */
const anOffice = async () => {
  const school = await aSchool()
  const [olwen, dafydd] = [
    await anAccount({ schoolIds: [school.id], name: 'Olwen Office' }),
    await anAccount({ schoolIds: [school.id], name: 'Dafydd Davies' }),
  ]
  const home = `/school/${school.id}/people`
  const press = async (by: Who, whom: Who, form: { give: string } | { take: string }) =>
    request(`${home}/${await claimOf(whom)}/rights`, { cookie: by.cookie, form })
  return { school, olwen, dafydd, home, press }
}

/** Two who act for the trust of a school, and approve there. */
const aTrustOf = async (schoolId: string): Promise<[Who, Who]> => {
  const trustUid = `T-${schoolId}`
  await run(`UPDATE School SET trustUid = ?2, trustName = 'Ends Trust' WHERE id = ?1`, schoolId, trustUid)
  const [one, other] = [await anAccount(), await anAccount()]
  const at = '2026-03-02T09:00:00.000Z'
  for (const { accountId } of [one, other])
    await add('TrustClaim', {
      id: accountId,
      accountId,
      trustUid,
      state: 'approved',
      evidence: 'organiser',
      requestedAt: at,
      decidedAt: at,
    })
  return [one, other]
}

// “An approver gives and takes each right of a colleague: to book, to ask for a place, to approve
// others; nobody their own.” “Usually everybody asks and every contact books.”
it.each(Object.keys(rights) as Right[])('“An approver gives and takes each right of a colleague”: %s', async (right) => {
  const { school, olwen, dafydd, press } = await anOffice()
  const all = { mayBook: 1, mayAsk: 1, approver: 1 }
  const taken = await press(olwen, dafydd, { take: right })
  expect([taken.status, await rightsOf(dafydd)]).toEqual([303, { ...all, [right]: 0 }])
  expect([(await press(olwen, dafydd, { take: right })).status, await rightsOf(dafydd)]).toEqual([409, { ...all, [right]: 0 }])
  expect([(await press(olwen, dafydd, { give: right })).status, await rightsOf(dafydd)]).toEqual([303, all])
  expect(
    await rows(`SELECT act, after FROM Log WHERE subjectId = ?1 AND schoolId = ?2 ORDER BY id`, await claimOf(dafydd), school.id),
  ).toEqual(
    ['claim.right_taken', 'claim.right_given'].map((act) => ({ act, after: JSON.stringify({ accountId: dafydd.accountId, right }) })),
  )
})

it('“The colleague is mailed what they may do now.”: each right that changed, who did it and what it means, once', async () => {
  const { school, olwen, dafydd, press } = await anOffice()
  for (const form of [{ take: 'mayBook' }, { take: 'mayBook' }, { give: 'mayBook' }]) await press(olwen, dafydd, form)
  const mails = await rows<{ email: string; text: string }>(
    `SELECT b.email, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.kind = 'claim_decided' AND m.schoolId = ?1 ORDER BY m.id`,
    school.id,
  )
  const said = (may: string) =>
    `Somebody who approves colleagues there has changed what you may do for ${school.name}, Leominster (URN ${school.urn}) in Safeguarding conferences. You may now ${may}.`
  expect(mails.map(({ email, text }) => [email, text.split('\n').find((line) => line.includes('You may now'))])).toEqual([
    [dafydd.email, said('ask for a place and approve colleagues')],
    [dafydd.email, said('book places and approve colleagues')],
  ])
  expect(mails.map(({ text }) => text.includes('Links in earlier emails that book for'))).toEqual([true, false])
})

it('“nobody their own”, nor of another school, nor something that is no right', async () => {
  const { olwen, dafydd, press } = await anOffice()
  const elsewhere = await anAccount({ schoolIds: [(await aSchool()).id] })
  await press(olwen, dafydd, { take: 'mayBook' })
  const answers = [
    await press(dafydd, dafydd, { give: 'mayBook' }),
    await press(olwen, olwen, { take: 'mayBook' }),
    await press(elsewhere, dafydd, { give: 'mayBook' }),
    await press(olwen, dafydd, { give: 'toString' }),
    await press(olwen, dafydd, { give: '' }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([409, 409, 404, 404, 404])
  expect([await rightsOf(olwen), await rightsOf(dafydd)]).toEqual([
    { mayBook: 1, mayAsk: 1, approver: 1 },
    { mayBook: 0, mayAsk: 1, approver: 1 },
  ])
})

it('the page says what each may do, and offers what can be changed', async () => {
  const { school, olwen, dafydd, home, press } = await anOffice()
  await aTrustOf(school.id)
  const page = async () =>
    (await (await request(home, { cookie: olwen.cookie })).text()).replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')
  const before = await page()
  for (const said of ['They may book places and approve colleagues', 'Stop them booking Dafydd Davies', 'You may book places'])
    expect(before).toContain(said)
  // “They always have all three rights, which a school cannot change.”
  expect(before).toContain('They always book for every school of the trust and approve colleagues; the school cannot change that.')
  expect(before).not.toContain('Stop them booking Olwen')
  expect(before).not.toContain('asking for a place')
  for (const take of ['mayBook', 'mayAsk', 'approver']) await press(olwen, dafydd, { take })
  const after = await page()
  for (const said of [
    'Dafydd Davies Cannot book',
    'They may only see what the school has booked',
    'Let them ask for a place Dafydd Davies',
  ])
    expect(after).toContain(said)
})

it('of a school that two old ids name, a right is that of both its claims', async () => {
  const { school, olwen, dafydd, press } = await anOffice()
  const old = await aSchool()
  await run('UPDATE School SET rootId = ?2 WHERE id = ?1', old.id, school.id)
  const at = '2026-03-02T09:00:00.000Z'
  await add('Claim', {
    accountId: dafydd.accountId,
    schoolId: old.id,
    state: 'approved',
    evidence: 'organiser',
    requestedAt: at,
    decidedAt: at,
  })
  await press(olwen, dafydd, { take: 'mayBook' })
  expect(await rows('SELECT DISTINCT mayBook FROM Claim WHERE accountId = ?1', dafydd.accountId)).toEqual([{ mayBook: 0 }])
})

const raced = async (right: 'mayBook' | 'approver') => {
  const { school, olwen, dafydd, press } = await anOffice()
  // The right to book is taken by each other; to approve, by the trust, which goes on approving.
  const [one, other] = right === 'mayBook' ? [olwen, dafydd] : await aTrustOf(school.id)
  const answers = await Promise.all([press(one, dafydd, { take: right }), press(other, olwen, { take: right })])
  const [left] = await rows<{ n: number }>(`SELECT SUM(mayBook AND approver) AS n FROM Claim WHERE schoolId = ?1`, school.id)
  return { statuses: answers.map(({ status }) => status).sort(), left: left?.n }
}

it.each(['mayBook', 'approver'] as const)(
  '“The last colleague who both books and approves keeps both”, also of two at once: %s',
  async (right) => {
    expect(await raced(right)).toEqual({ statuses: [303, 409], left: 1 })
  },
)

it.each(['mayBook', 'approver'] as const)('control: without the trigger nobody would be left: %s', async (right) => {
  await dropTriggers('Claim_keeps_one_with_rights')
  expect(await raced(right)).toEqual({ statuses: [303, 303], left: 0 })
})

it('who may not book sees what the school has, and books nothing, also with a session of before', async () => {
  const { school, olwen, dafydd, press } = await anOffice()
  const event = await anEvent()
  await press(olwen, dafydd, { take: 'mayBook' })
  const ask = { code: event.code, schoolId: school.id, formId: 'form', delegates: [], unnamed: 1 }
  // What the session said a moment before.
  const book = () => placeBooking(anAct({ actor: dafydd.actor }), ask)
  expect(await book()).toEqual({ ok: false, reason: 'no_such_event' })
  expect((await request(`/school/${school.id}`, { cookie: dafydd.cookie })).status).toBe(200)
  await press(olwen, dafydd, { give: 'mayBook' })
  expect((await book()).ok).toBe(true)
})
