import { type Context, Hono } from 'hono'
import { londonDay } from '#base/dates.ts'
import { readTogether } from '#base/db/read.ts'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { text, typedOf } from '#base/web/form.ts'
import { firstStart } from '#events/events/event.ts'
import { selectEventByCode } from '#events/events/store.ts'
import { countEvent } from './count-event.ts'
import { type Counted, countReasons, countWays, isSuggested, nothing } from './counted.ts'
import { selectEditions } from './edition-store.ts'
import { selectCounted } from './event-store.ts'
import { editionsOn } from './requirement.ts'
import { CountedPage, countField } from './views/counted.tsx'
import { countRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>

const read = async (c: C) => {
  const { act } = c.var
  const code = c.req.param('code') ?? ''
  const found = await readTogether(act.db, {
    event: selectEventByCode(act.db, code, act.now),
    editions: selectEditions(act.db),
    seen: selectCounted(act.db, code),
  })
  const { event, seen } = found
  if (!event || event.state === 'cancelled') throw notFound('event')
  const day = londonDay(firstStart(event) ?? act.now)
  const editions = editionsOn(found.editions, day).filter(({ whose }) => whose !== 'statement')
  const scopes = [undefined, ...(event.sessions.length > 1 ? event.sessions.map(({ id }) => id) : [])]
  const fields = scopes.flatMap((sessionId) =>
    editions.map(({ requirementId }) => ({ requirementId, sessionId, name: countField(requirementId, sessionId) })),
  )
  return { event, seen, editions, fields }
}

const idsOf = (seen: readonly { id: string }[]): string => seen.map(({ id }) => id).join(' ')

const show = (c: C, { event, editions, seen }: Awaited<ReturnType<typeof read>>, typed: Record<string, string>, problems?: Problems) =>
  c.render(<CountedPage {...{ event, editions, typed, problems }} seen={idsOf(seen)} suggested={seen.length === 0 && !problems} />, {
    title: 'What it counts towards',
    back: { href: `/organiser/events/${event.code}`, text: event.title },
    hasProblems: problems !== undefined,
  })

/** What an event counts towards. Mounted at /organiser/events. */
export const organiserCountedPages = new Hono<AppEnv>()
  .get('/:code/requirements', async (c) => {
    const ground = await read(c)
    const { seen, editions, event } = ground
    const said: readonly Counted[] =
      seen.length > 0
        ? seen
        : editions
            .filter((edition) => isSuggested(edition, event))
            .map(({ requirementId }) => ({ requirementId, sessionId: undefined, countsAs: 'either' }))
    return show(
      c,
      ground,
      Object.fromEntries(
        said.map(({ requirementId, sessionId, countsAs }) =>
          requirementId ? [countField(requirementId, sessionId), countsAs] : ['nothing', 'yes'],
        ),
      ),
    )
  })
  .post('/:code/requirements', async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody()
    const ground = await read(c)
    const { event, fields } = ground
    const isOfNothing = text(form, 'nothing') === 'yes'
    const counts = fields.flatMap(({ name, ...of }): Counted[] => {
      const countsAs = countWays.find((way) => way === text(form, name))
      // Of an event that counts towards nothing only sessions can count.
      return countsAs && !(isOfNothing && of.sessionId === undefined) ? [{ ...of, countsAs }] : []
    })
    // What the form does not show stays: no edition is in force then, or the session is off.
    const kept = ground.seen.filter(
      ({ requirementId, sessionId }) =>
        requirementId && !fields.some((f) => f.requirementId === requirementId && f.sessionId === sessionId),
    )
    const seen = text(form, 'seen') === idsOf(ground.seen) ? ground.seen : undefined
    const reason = countReasons.find((one) => one === text(form, 'reason'))
    const done = seen
      ? await countEvent(act, {
          event,
          seen,
          counts: [...(isOfNothing ? [nothing] : []), ...counts, ...kept.map(({ id, ...one }) => one)],
          reason,
        })
      : ({ ok: false, reason: 'changed_meanwhile' } as const)
    if (!done.ok) {
      const wrong = done.reason === 'no_reason' ? 'reason' : 'nothing'
      c.status(done.reason === 'no_reason' ? 422 : 409)
      const typed = {
        ...typedOf(
          form,
          fields.map(({ name }) => name),
        ),
        nothing: isOfNothing ? 'yes' : '',
        reason: reason ?? '',
      }
      return show(c, ground, typed, { [wrong]: countRefusals[done.reason] })
    }
    flash(c, 'What it counts towards is saved')
    return c.redirect(`/organiser/events/${event.code}`, 303)
  })
