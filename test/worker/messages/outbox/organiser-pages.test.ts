import { expect, it } from 'vitest'
import { selectSlice } from '#base/db/list-rows.ts'
import { readTogether } from '#base/db/read.ts'
import { newId } from '#base/id.ts'
import { askedOf } from '#messages/outbox/forms.ts'
import { everyMessage } from '#messages/outbox/listed-message.ts'
import { messageRows, selectMessageFigures } from '#messages/outbox/message-list-store.ts'
import { queued } from '#messages/outbox/store.ts'
import { anAccount, anAct, anEvent, bindings, counting, db, request, rows, run, tick } from '#test/support/factories.ts'

const aMessage = async (facts: { subject: string; state?: string; eventId?: string; invitationId?: string; sequence?: number }) => {
  const now = tick()
  const id = newId(now)
  await db.batch(
    queued(anAct({ now }), {
      id,
      kind: 'invitation',
      to: { name: 'Ann Lee', email: 'ann@example.sch.uk' },
      text: 'You have a place',
      html: '<p>You have a place</p>',
      recipient: crypto.randomUUID(),
      ...facts,
    }),
  )
  if (facts.state) await run(`UPDATE Message SET state = ?2, lastError = '422 validation_error' WHERE id = ?1`, id, facts.state)
  return id
}

const asOrganiser = async () => (await anAccount({ roles: ['organiser'] })).cookie

it('failures come first, and each message tells what became of it', async () => {
  const event = await anEvent({ title: 'Autumn conference' })
  const failed = await aMessage({ subject: 'Never arrived', state: 'failed', eventId: event.id })
  await aMessage({ subject: 'Arrived <b>well</b>', state: 'sent', eventId: event.id })
  await aMessage({ subject: 'Of nothing', state: 'sent' })
  const cookie = await asOrganiser()
  const page = await (await request('/organiser/messages', { cookie })).text()
  expect(page.indexOf('Never arrived')).toBeLessThan(page.indexOf('Of nothing'))
  expect(page).toContain('Arrived &lt;b&gt;well')
  const ofEvent = await (await request(`/organiser/messages?event=${event.id}`, { cookie })).text()
  expect(ofEvent).not.toContain('Of nothing')
  const one = await (await request(`/organiser/messages/${failed}`, { cookie })).text()
  expect(one).toContain('422 validation_error')
  expect(one).toContain('Send again')
  expect((await request(`/organiser/messages/none`, { cookie })).status).toBe(404)
})

it('a failed message is sent again as a new one, once however often it is asked', async () => {
  const failed = await aMessage({ subject: 'Once more', state: 'failed' })
  const cookie = await asOrganiser()
  const answers = await Promise.all([1, 2, 3].map(() => request(`/organiser/messages/${failed}/again`, { cookie, form: { again: '1' } })))
  expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303])
  expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1)
  expect(await rows('SELECT state FROM Message WHERE resendOfId = ?1', failed)).toEqual([{ state: 'sent' }])
  expect(await rows('SELECT state FROM Message WHERE id = ?1', failed)).toEqual([{ state: 'failed' }])
  expect(await rows(`SELECT COUNT(*) AS n FROM Log WHERE act = 'message.resent'`)).toEqual([{ n: 1 }])
  expect(await rows(`SELECT subject, toAddress FROM LocalMail`)).toEqual([
    { subject: 'Once more', toAddress: '"Ann Lee" <ann@example.sch.uk>' },
  ])
})

it('an invitation that a later message has overtaken is not sent again', async () => {
  const failed = await aMessage({ subject: 'Old time', state: 'failed', invitationId: 'i1', sequence: 0 })
  await aMessage({ subject: 'New time', state: 'sent', invitationId: 'i1', sequence: 1 })
  const answer = await request(`/organiser/messages/${failed}/again`, { cookie: await asOrganiser(), form: { again: '1' } })
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('A newer message about the same calendar entry exists')
  expect(await rows('SELECT COUNT(*) AS n FROM Message WHERE resendOfId = ?1', failed)).toEqual([{ n: 0 }])
})

it('without a way to send, organisers are told', async () => {
  const cookie = await asOrganiser()
  const text = await (await request('/organiser/messages', { cookie, bindings: { ...bindings, LOCAL_MAIL: '' } })).text()
  expect(text).toContain('no key to send mail with')
  expect(await (await request('/organiser/messages', { cookie })).text()).not.toContain('no key to send mail with')
})

it('the list is one round trip', async () => {
  const counted = counting()
  const asked = askedOf(everyMessage)
  await readTogether(counted.db, {
    list: selectSlice(counted.db, messageRows(asked), {}),
    figures: selectMessageFigures(counted.db, asked),
  })
  expect(counted.trips()).toBe(1)
})
