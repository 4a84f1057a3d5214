import { expect, it } from 'vitest'
import { looksShared } from '#base/mailbox.ts'
import { mailboxToAsk } from '#people/claims/vouch.ts'

it.each([
  'office@a.example',
  'admin3@a.example',
  'head@a.example',
  'office.stmarys@a.example',
  'Reception@a.example',
  'dsl@a.example',
  'school-office@a.example',
])('%s looks as if several people read it', (email) => expect(looksShared(email)).toBe(true))

it.each(['sian.pritchard@a.example', 'jo.head@a.example', 's.bursar-jones@a.example', 'officer@a.example', 'a.school@a.example'])(
  '%s looks like one person’s',
  (email) => expect(looksShared(email)).toBe(false),
)

it('asks the mailbox that has had the fewest questions, an office’s before a person’s, and never the claimant’s own', () => {
  const box = (email: string, sent = 0) => ({ contactId: email, email, sent })
  expect(mailboxToAsk([box('jo.price@a.example'), box('office@a.example')], 'x@a.example')?.email).toBe('office@a.example')
  expect(mailboxToAsk([box('jo.price@a.example'), box('office@a.example', 1)], 'x@a.example')?.email).toBe('jo.price@a.example')
  expect(mailboxToAsk([box('office@a.example')], 'office@a.example')).toBeUndefined()
  expect(mailboxToAsk([], 'x@a.example')).toBeUndefined()
})
