import { expect, it } from 'vitest'
import { sayUnreached, whoToNotify } from '#correspondence/delivery/address-problem.ts'
import { addressProblemIn } from '#correspondence/delivery/mail-event.ts'

const reachable = (email: string) => ({ id: email, email, name: null })

it('the one who is told of the booking comes first, then the others in their order, and nobody at an address that does not work', () => {
  const [booker, one, two] = [reachable('booker@x.uk'), reachable('one@x.uk'), reachable('two@x.uk')]
  expect(whoToNotify(booker, [one, two], new Set())).toBe(booker)
  expect(whoToNotify(booker, [one, two], new Set(['booker@x.uk']))).toBe(one)
  expect(whoToNotify(booker, [one, two], new Set(['booker@x.uk', 'one@x.uk']))).toBe(two)
  expect(whoToNotify(undefined, [booker, one], new Set(['booker@x.uk', 'one@x.uk']))).toBe(undefined)
})

it('only what is final says that an address does not work', () => {
  const of = (type: Parameters<typeof addressProblemIn>[0]['type'], bounceType?: string) =>
    addressProblemIn({ type, detail: { bounceType } })
  expect([
    of('email.bounced', 'Permanent'),
    of('email.complained'),
    of('email.suppressed'),
    of('email.bounced', 'Transient'),
    of('email.bounced', 'Undetermined'),
    of('email.bounced'),
    of('email.failed'),
    of('email.delivery_delayed'),
    of('email.delivered'),
  ]).toEqual(['bounced', 'complained', 'suppressed', ...Array.from({ length: 6 }, () => undefined)])
  expect([sayUnreached(1), sayUnreached(2)]).toEqual(['1 person could not be reached', '2 people could not be reached'])
})
