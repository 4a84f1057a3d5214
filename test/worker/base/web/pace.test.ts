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

it('who presses twice for the audit, or for the certificates of a school, gets the first and is told that it is being made', async () => {
  const organiser = await anAccount({ roles: ['organiser'] })
  const colleague = await anAccount({ roles: ['organiser'] })
  const { school } = await aCertificate()
  const contact = await anAccount({ schoolIds: [school.id] })
  const press = async ({ cookie }: { cookie: string }, path: string) => {
    const answer = await request(path, { cookie })
    return { status: answer.status, wait: answer.headers.get('retry-after'), text: answer.status === 429 ? await answer.text() : '' }
  }
  const audits = await Promise.all([organiser, organiser, colleague].map((who) => press(who, '/organiser/audit')))
  expect(audits.map(({ status, wait }) => [status, wait]).toSorted()).toEqual([
    [200, null],
    [200, null],
    [429, '10'],
  ])
  expect(audits.find(({ status }) => status === 429)?.text).toContain('We are still making what you asked for')
  expect((await press(organiser, '/organiser/audit')).status).toBe(200)
  const zip = `/school/${school.id}/certificates.zip`
  const zips = await Promise.all([press(contact, zip), press(contact, zip)])
  expect(zips.map(({ status }) => status).toSorted()).toEqual([200, 429])
})
