// Complaints about how data is used. Rules: docs/rules/records.md.

import { expect, it } from 'vitest'
import { newId } from '#base/id.ts'
import { complaintsMost } from '#base/limits/budget.ts'
import { accepted, anAccount, anAct, request, rows, run, tick } from '#test/support/factories.ts'
import { plain } from '#test/support/plain.ts'
import { add } from '#test/support/rows.ts'
import { decideOnRun, proposeRun } from '#upkeep/records/decide-run.ts'
import { runRetention } from '#upkeep/records/run-retention.ts'

const path = '/data-protection-complaint/write'
let number = 0
const someAddress = () => {
  number += 1
  return `parent${number}@example.com`
}
const typed = (more: Record<string, string> = {}) => ({
  id: newId(tick()),
  name: 'Olwen Parry',
  email: someAddress(),
  about: 'You sent my booking to another school.',
  ...more,
})
const stored = (email: string) =>
  rows<{ id: string; name: string; about: string; outcome: string | null; answer: string | null }>(
    'SELECT id, name, about, outcome, answer FROM DataComplaint WHERE email = ?1',
    email,
  )
/** With their texts as they arrived: no message keeps them. */
const mailsTo = (email: string) =>
  rows<{ kind: string; subject: string; text: string; replyTo: string | null }>(
    `SELECT m.kind, b.subject, b.replyTo, COALESCE((SELECT l.text FROM LocalMail l WHERE instr(l.toAddress, ?1) > 0 AND l.subject = b.subject), b.text) AS text
     FROM MessageBody b JOIN Message m ON m.id = b.messageId WHERE b.email = ?1 ORDER BY m.id`,
    email,
  )
const send = (form: Record<string, string>, network?: string) =>
  request(path, { form, ...(network ? { headers: { 'cf-connecting-ip': network } } : {}) })

const aComplaint = async () => {
  const form = typed()
  expect((await send(form)).status).toBe(303)
  return form
}
const administrator = () => anAccount({ roles: ['administrator'] })

// “Anybody can complain without signing in, and is told at once by email what happens next.”
it('a parent complains without signing in, and is emailed at once by when the council answers', async () => {
  const form = typed()
  const answer = await send(form)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/data-protection-complaint'])
  expect(await stored(form.email)).toEqual([
    { id: form.id, name: 'Olwen Parry', about: 'You sent my booking to another school.', outcome: null, answer: null },
  ])
  const [mail, ...others] = await mailsTo(form.email)
  expect(others).toEqual([])
  expect(mail?.kind).toBe('complaint_received')
  expect(plain(mail?.text ?? '')).toMatch(/We look into it and answer by \w+day \d+ \w+ \d{4}\./)
  // Whoever typed somebody else's address sends them no words of their own.
  expect(mail?.text).not.toContain('Olwen')
  expect(mail?.text).not.toContain('another school')
  const log = await rows<{ act: string; after: string }>('SELECT act, after FROM Log WHERE subjectId = ?1', form.id)
  expect(log.map(({ act }) => act)).toEqual(['complaint.received'])
  expect(Object.keys(JSON.parse(log[0]?.after ?? '{}'))).toEqual(['acknowledgeBy', 'answerBy'])
})

it('a form that is sent twice keeps one complaint, and another text from the same form is asked for again', async () => {
  const form = await aComplaint()
  expect((await send(form)).status).toBe(303)
  const other = await send({ ...form, about: 'And another thing.' })
  expect([other.status, (await other.text()).includes('This form sent a complaint already.')]).toEqual([409, true])
  expect((await stored(form.email)).length).toBe(1)
  expect((await mailsTo(form.email)).length).toBe(1)
})

it('an empty form says what is missing, and keeps nothing', async () => {
  const answer = await send({ id: newId(tick()), name: '', email: 'parent', about: '' })
  const page = await answer.text()
  expect(answer.status).toBe(422)
  for (const words of ['Enter your name', 'Enter an email address in the right form', 'Say what your complaint is about'])
    expect(page).toContain(words)
})

// “The form is limited by address, by network and in all.”
it('the fourth complaint for one address in a day is refused, and the page says how else to complain', async () => {
  const email = someAddress()
  for (let n = 0; n < complaintsMost.address; n += 1) expect((await send(typed({ email }))).status).toBe(303)
  const refused = await send(typed({ email }))
  expect(refused.status).toBe(429)
  expect(plain(await refused.text())).toContain('Write to us instead: the page before says how.')
  expect((await stored(email)).length).toBe(complaintsMost.address)
})

it('one network sends ten complaints in a day, and another still can', async () => {
  for (let n = 0; n < complaintsMost.network; n += 1) expect((await send(typed(), '203.0.113.7')).status).toBe(303)
  expect((await send(typed(), '203.0.113.7')).status).toBe(429)
  expect((await send(typed(), '198.51.100.7')).status).toBe(303)
})

// “Administrators alone see complaints, with what comes next and by when.”
it('an administrator sees on the first page that a complaint waits, and an organiser does not', async () => {
  const form = await aComplaint()
  const [page, organiser] = [await administrator(), await anAccount({ roles: ['organiser'] })]
  expect(plain(await (await request('/organiser', { cookie: page.cookie })).text())).toMatch(/\d+ complaints? about data to answer/)
  expect(await (await request('/organiser', { cookie: organiser.cookie })).text()).not.toContain('about data to answer')
  const status = await Promise.all(
    ['/organiser/complaints', `/organiser/complaints/${form.id}`].map(
      async (to) => (await request(to, { cookie: organiser.cookie })).status,
    ),
  )
  expect(status).toEqual([404, 404])
})

const told = (more: Record<string, string> = {}) => ({
  ...{ id: newId(tick()), name: 'Dilys Rowe', email: '', came: 'telephone', receivedOn: '5/1/2026' },
  ...{ about: `A letter went astray ${newId(tick())}`, ...more },
})
const recordedAt = '/organiser/complaints/new'

// “An administrator records a complaint that came by post, by telephone or in person; its clock runs from the day it came.”
it('a complaint told by telephone is recorded with who told it and the day it came, and answered without an email', async () => {
  const { cookie, accountId } = await anAccount({ roles: ['administrator'], name: 'Ann Admin' })
  const form = told()
  expect(plain(await (await request('/organiser/complaints', { cookie })).text())).toContain('Record a complaint that came by post')
  expect((await request(recordedAt, { cookie, form })).status).toBe(303)
  // Pressed twice, it is kept once.
  expect((await request(recordedAt, { cookie, form })).status).toBe(303)
  expect(
    await rows('SELECT name, email, came, recordedById, acknowledgeBy, answerBy FROM DataComplaint WHERE about = ?1', form.about),
  ).toEqual([
    {
      ...{ name: 'Dilys Rowe', email: '', came: 'telephone', recordedById: accountId },
      ...{ acknowledgeBy: '2026-02-04', answerBy: '2026-02-05' },
    },
  ])
  const at = `/organiser/complaints/${form.id}`
  const page = plain(await (await request(at, { cookie })).text())
  for (const words of ['From Dilys Rowe', 'Came By telephone, recorded by Ann Admin', 'Not yet: by Wednesday 4 February 2026'])
    expect(page).toContain(words)
  expect((await request(`${at}/acknowledged`, { cookie, form: {} })).status).toBe(303)
  expect((await request(`${at}/answer`, { cookie, form: { outcome: 'upheld', answer: 'We rang you.' } })).status).toBe(303)
  expect(await rows(`SELECT 1 FROM Message WHERE recipient = ?1`, form.id)).toEqual([])
})

it('a recorded complaint with an address is acknowledged by email; a day to come is refused, and an organiser finds no form', async () => {
  const { cookie } = await administrator()
  const form = told({ came: 'post', email: someAddress() })
  expect((await request(recordedAt, { cookie, form })).status).toBe(303)
  expect((await mailsTo(form.email)).map(({ kind }) => kind)).toEqual(['complaint_received'])
  const later = await request(recordedAt, { cookie, form: told({ receivedOn: '5/1/2099' }) })
  expect([later.status, plain(await later.text()).includes('Enter the day until today on which it came')]).toEqual([422, true])
  const organiser = await anAccount({ roles: ['organiser'] })
  expect((await request(recordedAt, { cookie: organiser.cookie })).status).toBe(404)
})

it('a complaint past its day is said to be late', async () => {
  const id = await add('DataComplaint', {
    ...{ name: 'Olwen Parry', email: someAddress(), about: 'Nobody answers' },
    ...{ receivedAt: '2026-01-05T10:00:00.000Z', acknowledgeBy: '2026-02-04', answerBy: '2026-02-05' },
  })
  const { cookie } = await administrator()
  const page = plain(await (await request(`/organiser/complaints/${id}`, { cookie })).text())
  expect(page).toContain('Late')
  expect(page).toContain('Not yet: by Wednesday 4 February 2026')
  expect(plain(await (await request('/organiser', { cookie })).text())).toMatch(/about data to answer, \d+ of them late/)
})

it('a complaint whose email did not arrive is acknowledged another way, once', async () => {
  const form = await aComplaint()
  await run(`UPDATE Message SET state = 'sent', sentAt = createdAt, deliveryStatus = 'bounced' WHERE id = ?1`, form.id)
  const { cookie, accountId } = await administrator()
  const at = `/organiser/complaints/${form.id}`
  expect(await (await request(at, { cookie })).text()).toContain('Acknowledged another way')
  expect((await request(`${at}/acknowledged`, { cookie, form: {} })).status).toBe(303)
  expect(await rows('SELECT acknowledgedById, acknowledgedAt IS NOT NULL AS done FROM DataComplaint WHERE id = ?1', form.id)).toEqual([
    { acknowledgedById: accountId, done: 1 },
  ])
  expect(await (await request(at, { cookie })).text()).not.toContain('Acknowledged another way')
})

// “The outcome and the answer are emailed to whoever complained, and the complaint is closed.”
it('an administrator answers: the outcome is emailed, the complaint is closed, and the log has no word of it', async () => {
  const form = await aComplaint()
  const { cookie } = await administrator()
  const at = `/organiser/complaints/${form.id}/answer`
  const answer = { outcome: 'upheld', answer: 'It went to a wrong address.\n\nWe have corrected it.' }
  expect((await request(at, { cookie, form: answer })).status).toBe(303)
  expect((await request(at, { cookie, form: { ...answer, outcome: 'not_upheld' } })).status).toBe(409)
  expect(await stored(form.email)).toMatchObject([{ outcome: 'upheld', answer: answer.answer }])
  const [, mail, ...others] = await mailsTo(form.email)
  expect(others).toEqual([])
  expect(mail?.kind).toBe('complaint_answered')
  for (const words of ['We uphold your complaint.', 'We have corrected it.', 'Information Commissioner'])
    expect(plain(mail?.text ?? '')).toContain(words)
  const log = await rows<{ act: string; after: string | null }>('SELECT act, after FROM Log WHERE subjectId = ?1 ORDER BY id', form.id)
  expect(log.at(-1)).toEqual({ act: 'complaint.answered', after: '{"outcome":"upheld"}' })
  const page = plain(await (await request(`/organiser/complaints/${form.id}`, { cookie })).text())
  expect(page).toContain('Upheld')
  expect(page).not.toContain('Answer it')
})

// “Administrators alone see complaints.”
it('an organiser reads in the messages neither who complained nor what was answered, while it waits and once it is sent', async () => {
  const form = await aComplaint()
  const { cookie: admin } = await administrator()
  const { cookie } = await anAccount({ roles: ['organiser'] })
  const answer = { outcome: 'upheld', answer: 'We wrote to the other school.' }
  expect((await request(`/organiser/complaints/${form.id}/answer`, { cookie: admin, form: answer })).status).toBe(303)
  const sent = await rows<{ id: string; kind: string; text: string }>(
    'SELECT m.id, m.kind, b.text FROM Message m JOIN MessageBody b ON b.messageId = m.id WHERE b.email = ?1 ORDER BY m.id',
    form.email,
  )
  expect(sent.map(({ kind }) => kind)).toEqual(['complaint_received', 'complaint_answered'])
  expect(sent.map(({ text }) => text)).toEqual(Array(2).fill('The text is not kept: it was for the mailbox alone.'))
  await run(`UPDATE MessageBody SET text = 'We wrote to the other school.' WHERE messageId = ?1`, sent[1]?.id)
  const pages = await Promise.all(
    ['/organiser/messages', '/organiser/messages/sent.csv', ...sent.map(({ id }) => `/organiser/messages/${id}`)].map(async (path) => {
      const page = await request(path, { cookie })
      return [page.status, plain(await page.text())] as const
    }),
  )
  for (const [status, page] of pages) {
    expect([status, page.includes('The person who complained')]).toEqual([200, true])
    expect([page.includes(form.email), page.includes('other school')]).toEqual([false, false])
  }
  const trouble = await add('AddressProblem', { email: form.email, kind: 'bounced', at: tick().toISOString(), messageId: sent[1]?.id })
  await run(`UPDATE Message SET deliveryStatus = 'bounced' WHERE id = ?1`, sent[1]?.id)
  expect(plain(await (await request(`/organiser/addresses/${trouble}`, { cookie })).text())).not.toContain('complaint')
  const searched = plain(await (await request(`/organiser/messages?q=${form.email}`, { cookie })).text())
  expect(searched).not.toContain('The person who complained')
})

it('the complaint of somebody who was erased is closed without an email', async () => {
  const id = newId(tick())
  await add('DataComplaint', { id, name: '', email: `erased-${id}@erased.invalid`, about: '' })
  const { cookie } = await administrator()
  const answered = await request(`/organiser/complaints/${id}/answer`, {
    cookie,
    form: { outcome: 'withdrawn', answer: 'They were erased.' },
  })
  expect(answered.status).toBe(303)
  expect(await rows('SELECT 1 FROM Message WHERE recipient = ?1', id)).toEqual([])
})

// “A complaint is deleted so long after its answer as the council sets for the class.”
it('a complaint is deleted once its time is over, and one that is open never', async () => {
  const now = new Date('2033-02-01T10:00:00.000Z')
  const staff = async () => anAct({ now, actor: (await anAccount({ roles: ['organiser'] })).actor })
  const answered = (id: string, answeredAt: string) =>
    add('DataComplaint', { id, name: 'Olwen', email: `${id}@example.com`, about: 'It', outcome: 'upheld', answer: 'Yes', answeredAt })
  await answered('old', '2031-01-31T10:00:00.000Z')
  await answered('young', '2031-02-02T10:00:00.000Z')
  await add('DataComplaint', { id: 'open', name: 'Olwen', email: 'open@example.com', about: 'It', receivedAt: '2026-01-05T10:00:00.000Z' })
  const { id } = await proposeRun(await staff(), 'complaints').then(accepted)
  expect((await decideOnRun(await staff(), id, 'approved')).ok).toBe(true)
  await runRetention(anAct({ now, origin: 'schedule' }))
  expect(await rows(`SELECT id FROM DataComplaint WHERE id IN ('old', 'young', 'open') ORDER BY id`)).toEqual([
    { id: 'open' },
    { id: 'young' },
  ])
  await expect(run(`DELETE FROM DataComplaint WHERE id = 'young'`)).rejects.toThrow('complaint_is_kept')
  await expect(run(`UPDATE DataComplaint SET about = 'Else' WHERE id = 'young'`)).rejects.toThrow('complaint_is_kept')
  await expect(run(`UPDATE DataComplaint SET outcome = 'not_upheld' WHERE id = 'young'`)).rejects.toThrow('complaint_is_answered')
})
