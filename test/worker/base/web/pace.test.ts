// Long work: one piece for each account at a time, in steps between which others are served.
import { expect, it } from 'vitest'
import type { AppError } from '#base/errors.ts'
import { oneAtATime } from '#base/web/pace.ts'
import { anAccount, anAct, request } from '#test/support/factories.ts'
import { aCertificate } from '#test/worker/attendance/certificates/world.ts'

const actOf = (accountId: string) => ({ ...anAct(), actor: { ...anAct().actor, accountId } })

/** Work that goes on until it is told to end. */
const begun = () => {
  let end = (): void => undefined
  const until = new Promise<void>((done) => {
    end = done
  })
  return { end, work: () => until.then(() => 'made') }
}

const refusal = (asked: Promise<unknown>): Promise<string> =>
  asked.then(
    () => 'done',
    (error: AppError) => error.code,
  )

it('an account has one piece of long work made at a time; others have theirs, and it has the next once the first is made or has failed', async () => {
  const { end, work } = begun()
  const first = oneAtATime(actOf('a'), work)
  expect(await refusal(oneAtATime(actOf('a'), work))).toBe('being_made')
  expect(await oneAtATime(actOf('b'), async () => 'theirs')).toBe('theirs')
  end()
  expect(await first).toBe('made')
  await expect(oneAtATime(actOf('a'), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await oneAtATime(actOf('a'), async () => 'again')).toBe('again')
})

it('of long work by several accounts one step is done at a time, with time for others between any two', async () => {
  let served = 0
  const visitor = setInterval(() => {
    served += 1
  })
  const servedBefore: number[] = []
  const work = async (giveWay: () => Promise<void>) => {
    for (let step = 0; step < 4; step += 1) {
      servedBefore.push(served)
      // Longer than the time between two steps.
      for (let n = 0; n < 20_000_000; n += 1) Math.imul(n, n)
      await giveWay()
    }
  }
  await Promise.all(['a', 'b', 'c', 'd', 'e'].map((who) => oneAtATime(actOf(who), work)))
  clearInterval(visitor)
  expect(servedBefore).toHaveLength(20)
  expect(new Set(servedBefore).size).toBe(20)
})

it('turns are taken in order, and somebody whose connection broke while they waited holds up the others for a second', async () => {
  const { end, work } = begun()
  const holder = oneAtATime(actOf('holder'), work)
  await scheduler.wait(30)
  const taken: string[] = []
  const taking = (who: string) => oneAtATime(actOf(who), async () => void taken.push(who))
  void taking('gone')
  await scheduler.wait(30)
  // The runtime forgets the timers of a request that has gone.
  const { setTimeout } = globalThis
  globalThis.setTimeout = (() => 0) as unknown as typeof setTimeout
  await scheduler.wait(30)
  globalThis.setTimeout = setTimeout
  const others: Promise<void>[] = []
  for (const who of ['b', 'a', 'c']) {
    others.push(taking(who))
    await scheduler.wait(15)
  }
  end()
  await holder
  await scheduler.wait(100)
  expect(taken).toEqual([])
  await Promise.all(others)
  expect(taken).toEqual(['b', 'a', 'c'])
})

it('Whoever asks for long work while their first is being made is told so; a colleague is served', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const colleague = await anAccount({ roles: ['organiser'] })
  const { school } = await aCertificate()
  const contact = await anAccount({ schoolIds: [school.id] })
  const zip = `/school/${school.id}/certificates.zip`
  const press = async ({ cookie }: { cookie: string }, path: string) => {
    const answer = await request(path, { cookie })
    const refused = answer.status === 429 && (await answer.text()).includes('We are still making what you asked for')
    return [answer.status, answer.headers.get('retry-after'), refused]
  }
  const { end, work } = begun()
  const before = [organiser, contact].map(({ accountId }) => oneAtATime(actOf(accountId), work))
  expect(await press(organiser, '/organiser/audit')).toEqual([429, '10', true])
  expect(await press(contact, zip)).toEqual([429, '10', true])
  expect(await press(colleague, '/organiser/audit')).toEqual([200, null, false])
  end()
  await Promise.all(before)
  expect(await press(organiser, '/organiser/audit')).toEqual([200, null, false])
  expect(await press(contact, zip)).toEqual([200, null, false])
})
