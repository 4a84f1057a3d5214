// Officers take words out of what a school wrote; they never write there, and after a signature two of them are needed.

import { expect, it } from 'vitest'
import { readNow } from '#base/db/read.ts'
import { newId, sha256 } from '#base/id.ts'
import { signReturn } from '#returns/signing/sign-return.ts'
import { selectSignedText, selectVersion } from '#returns/signing/store.ts'
import { anAccount, db, request, rows, run, tick } from '#test/support/factories.ts'
import { insert } from '#test/support/rows.ts'
import { actOf, aHolder, aReturn } from '../filling/world.ts'
import { officer, page, send } from '../world.ts'

const trained = 'All staff are trained'
const plain = { questions: { more: { kind: 'text', label: 'Who is trained?', mustAnswer: false } }, bodySigns: false }
const mark = expect.stringMatching(/^\[Words taken out by the council, \d{1,2} [A-Z][a-z]{2} \d{4}\]$/)

const aTyped = async () => {
  const asked = await aReturn(plain)
  const head = await aHolder(asked.school.id, 'head', 'Hana Price')
  await request(`${asked.at}/sections/1`, {
    cookie: head.cookie,
    form: { [`value-${asked.questions['more']}`]: trained, [`seen-${asked.questions['more']}`]: '' },
  })
  const [entry] = await rows<{ id: string }>('SELECT id FROM CurrentEntry WHERE returnId = ?1', asked.id)
  const at = `/organiser/returns/${asked.round}/schools/${asked.id}`
  return { asked, head, at, entryId: entry?.id ?? '', form: { part: 'value', reason: 'It was about one member of staff' } }
}

const valuesOf = async (returnId: string) =>
  (await rows<{ value: string }>('SELECT value FROM ReturnEntry WHERE returnId = ?1', returnId)).map(({ value }) => value)

const told = (schoolId: string) =>
  rows<{ toAddress: string; text: string }>(
    `SELECT b.toAddress, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE m.schoolId = ?1 AND m.kind = 'return_redacted'`,
    schoolId,
  )

// “The head, and whoever wrote the words or signed as head, is told that words were taken out, by whom and why.”
it('an officer who sends other words writes none of them, and the head is told', async () => {
  const { asked, head, at, entryId, form } = await aTyped()
  const isOffered = async () => (await page(at)).includes(`redactions/${entryId}`)
  expect(await isOffered()).toBe(true)
  const sent = await send(`${at}/redactions/${entryId}`, { ...form, words: 'Not all staff are trained' })
  // Nothing is left to take out.
  expect(await isOffered()).toBe(false)
  expect([sent.status, await valuesOf(asked.id)]).toEqual([303, [mark]])
  const [mail, ...more] = await told(asked.school.id)
  expect([mail?.toAddress.includes(head.email), more]).toEqual([true, []])
  expect(mail?.text).toContain('Odile Officer')
  expect(mail?.text).toContain('It was about one member of staff')
  // By hand nobody writes there either.
  await expect(run(`UPDATE ReturnEntry SET value = 'Not all' WHERE id = ?1`, entryId)).rejects.toThrow('entry_stands')
})

it('Words that are taken out leave the plan, what was said of it, disputes and mails that say the same, too, and can be taken out of each of them.', async () => {
  const { asked, at, entryId, form } = await aTyped()
  const by = officer.accountId
  const when = '2026-01-02T09:00:00.000Z'
  const [plan, said, shown, mail, alone] = [newId(tick()), newId(tick()), newId(tick()), newId(tick()), newId(tick())]
  await db.batch([
    insert('ReturnAction', {
      id: plan,
      returnId: asked.id,
      what: `${trained} by spring`,
      owner: 'Jory Penhale',
      dueOn: '2026-02-02',
      byId: by,
      at: when,
    }),
    insert('ReturnActionSaid', { id: said, actionId: plan, doneOn: '2026-01-03', words: trained, byId: by, at: when }),
    insert('ReturnShown', {
      id: shown,
      returnId: asked.id,
      questionId: asked.questions['more'],
      shown: 'Nobody',
      heldOn: '2026-01-01',
      shownAt: when,
      answer: 'disputed',
      answeredAt: when,
      words: trained,
      dueOn: '2026-01-08',
    }),
    insert('Message', { id: mail, kind: 'mailing', recipient: 'x', schoolId: asked.school.id, createdAt: when, dueAt: when }),
    insert('MessageBody', {
      messageId: mail,
      fromAddress: 'm',
      toAddress: 'x@example.sch.uk',
      text: `You wrote: ${trained}. Thank you.`,
      html: '<p>x</p>',
    }),
    insert('ReturnAction', { id: alone, returnId: asked.id, what: 'Help Jory', dueOn: '2026-02-02', byId: by, at: when }),
  ])
  expect((await send(`${at}/redactions/${entryId}`, form)).status).toBe(303)
  const texts = async () => ({
    plan: (await rows<{ what: string }>('SELECT what FROM ReturnAction WHERE returnId = ?1 ORDER BY id', asked.id)).map(({ what }) => what),
    said: (await rows<{ words: string }>('SELECT words FROM ReturnActionSaid WHERE actionId = ?1', plan)).map(({ words }) => words),
    shown: (await rows<{ words: string }>('SELECT words FROM ReturnShown WHERE id = ?1', shown)).map(({ words }) => words),
    mail: await rows('SELECT text, html FROM MessageBody WHERE messageId = ?1', mail),
  })
  expect(await texts()).toEqual({
    plan: [mark, 'Help Jory'],
    said: [mark],
    shown: [mark],
    mail: [{ text: expect.stringMatching(/^You wrote: \[Words taken out by the council, [^\]]+\]\. Thank you\.$/), html: '' }],
  })
  expect(await page(`${at}/redactions/${alone}`)).toContain('Help Jory')
  expect((await send(`${at}/redactions/${alone}`, { part: 'plan', reason: 'It named a child' })).status).toBe(303)
  expect((await send(`${at}/redactions/${plan}`, { part: 'owner', reason: 'It named a child' })).status).toBe(303)
  expect((await texts()).plan).toEqual([mark, mark])
  expect(await rows('SELECT owner FROM ReturnAction WHERE id = ?1', plan)).toEqual([{ owner: mark }])
})

it('Of a return that somebody has signed, words are taken out once a second officer approves it.', async () => {
  const { asked, head, at, entryId, form } = await aTyped()
  const signed = await signReturn(actOf(head.actor), asked.place, await readNow(db, selectVersion(db, asked.id)))
  expect(signed.ok).toBe(true)
  expect((await send(`${at}/redactions/${entryId}`, form)).status).toBe(303)
  expect([await valuesOf(asked.id), await told(asked.school.id)]).toEqual([[trained], []])
  expect(await page(at)).toContain('Words wait to be taken out until a second officer decides')
  const [waits] = await rows<{ id: string }>(`SELECT id FROM StaffProposal WHERE state = 'proposed'`)
  const path = `/organiser/proposals/${waits?.id}`
  expect(await page(`${at}/redactions/${entryId}`)).toContain(path)
  const own = await send(path, { decision: 'approved', note: '' })
  expect([own.status, await own.text()]).toEqual([409, expect.stringContaining('so somebody else decides')])
  const second = await anAccount({ roles: ['officer'], name: 'Olive Grant' })
  expect(await page(path, second.cookie)).toContain(`: ${trained}`)
  const decided = await request(path, { cookie: second.cookie, form: { decision: 'approved', note: '' } })
  expect([decided.status, await valuesOf(asked.id), (await told(asked.school.id)).length]).toEqual([303, [mark], 1])
  expect(
    await rows(
      `SELECT state, doneAt IS NOT NULL AS done FROM StaffProposal WHERE kind = 'redaction' AND asked ->> '$.returnId' = ?1`,
      asked.id,
    ),
  ).toEqual([{ state: 'approved', done: 1 }])
})

it('Nobody signs by a page that was opened before words were taken out, and with each signature a digest of what was signed is kept.', async () => {
  const { asked, head, at, entryId, form } = await aTyped()
  const version = await readNow(db, selectVersion(db, asked.id))
  expect((await send(`${at}/redactions/${entryId}`, form)).status).toBe(303)
  expect(await signReturn(actOf(head.actor), asked.place, version)).toEqual({ ok: false, reason: 'entries_changed' })
  expect((await signReturn(actOf(head.actor), asked.place, await readNow(db, selectVersion(db, asked.id)))).ok).toBe(true)
  const text = await readNow(db, selectSignedText(db, asked.id))
  expect(text).toContain('Words taken out by the council')
  expect(await rows('SELECT digest FROM ReturnSignature WHERE returnId = ?1', asked.id)).toEqual([{ digest: await sha256(text) }])
})
