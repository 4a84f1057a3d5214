import { type Context, Hono } from 'hono'
import { plain } from '#attendance/attendance/register.ts'
import { nobody } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { limitReached } from '#base/limits/store.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { listed } from '#base/words.ts'
import { joinForm, watchersForm } from './forms.ts'
import { begunSession, joiningState } from './joining.ts'
import { recordJoining } from './record-joining.ts'
import { sayTogether } from './record-together.ts'
import { readJoiningPlace } from './store.ts'
import { selectWatchers } from './together-store.ts'
import { JoinPage, NoJoinPage } from './views/joining.tsx'
import { sayRefusals } from './views/refusals.tsx'

type C = Context<AppEnv, '/:token'>

const placeOf = async (c: C) => {
  const token = c.req.param('token')
  return /^[\w-]{43}$/.test(token) ? readJoiningPlace(c.var.act, await sha256(token)) : undefined
}

const mostTried = 20

type Place = NonNullable<Awaited<ReturnType<typeof placeOf>>>
type Refused = Pick<Parameters<typeof JoinPage>[0], 'problems' | 'typed' | 'watchers'>

const showJoin = (c: C, place: Place, refused?: Refused) => {
  const { now } = c.var.act
  return c.render(
    <JoinPage
      place={place}
      token={c.req.param('token')}
      state={joiningState(place, now)}
      maySay={begunSession(place, now) !== undefined}
      {...refused}
    />,
    { title: `Join: ${place.title}`, hasProblems: refused?.problems !== undefined },
  )
}

/** Notes who watches at this screen too: people of the same school, by their booked names. */
const sayWatchers = async (c: C, place: Place) => {
  const { act } = c.var
  const sessionId = begunSession(place, act.now)
  if (sessionId === undefined) return showJoin(c, place)
  const body = await c.req.parseBody()
  const form = watchersForm.safeParse(body)
  const refuse = (problems: Problems, status: 422 | 409) => {
    c.status(status)
    return showJoin(c, place, { problems, watchers: text(body, 'names') })
  }
  if (!form.success) return refuse(problemsOf(form.error), 422)
  // Whoever has the link cannot try one name after another.
  const tried = await atomically(
    act.db,
    spending(act, [{ key: `together:place:${place.placeId}`, minutes: 60, most: mostTried, n: form.data.names.length }]),
    {
      [limitReached]: 'too_often',
    } as const,
  )
  if (!tried.ok) return refuse({ names: sayRefusals.changed }, 409)
  const watchers = await readNow(act.db, selectWatchers(act.db, { placeId: place.placeId }, act.now))
  const named = form.data.names.map((name) => ({
    name,
    found: watchers.filter((one) => one.sessionId === sessionId && one.placeId !== place.placeId && plain(one.name) === plain(name)),
  }))
  const missing = named.filter(({ found }) => found.length !== 1)
  if (missing.length > 0)
    return refuse({ names: `Your school has no one place at this session in the name ${listed(missing.map(({ name }) => name))}` }, 422)
  const of = { sessionId, eventId: place.eventId, schoolId: place.schoolId, by: 'delegate' as const }
  const screens = new Map(named.flatMap(({ found }) => found.map(({ placeId }) => [placeId, place.placeId] as const)))
  const said = await sayTogether({ ...act, actor: nobody }, of, watchers, screens)
  if (!said.ok) return refuse({ names: sayRefusals[said.reason] }, 409)
  flash(c, 'Noted. The organiser sees it, and marks who came')
  return c.redirect(`/join/${c.req.param('token')}`, 303)
}

const showNone = (c: C) => {
  c.status(404)
  return c.render(<NoJoinPage />, { title: 'This link does not work' })
}

/** A delegate's own link to an online event. Mounted at /join. */
export const publicJoinPages = new Hono<AppEnv>()
  .get('/:token', async (c) => {
    const place = await placeOf(c)
    if (!place) return showNone(c)
    return showJoin(c, place)
  })
  .post('/:token', async (c) => {
    const place = await placeOf(c)
    if (!place) return showNone(c)
    const body = await c.req.parseBody({ all: true })
    if (text(body, 'who') === 'together') return sayWatchers(c, place)
    const other = text(body, 'who') === 'other'
    const typed = other ? joinForm.safeParse(body) : undefined
    if (typed && !typed.success) {
      c.status(422)
      return showJoin(c, place, { problems: problemsOf(typed.error), typed: text(body, 'name') })
    }
    const joined = await recordJoining(c.var.act, place, typed?.data.name ?? '')
    if (joined.ok) return c.redirect(joined.value, 303)
    if (joined.reason === 'link_ended') return showNone(c)
    c.status(409)
    return showJoin(c, place)
  })
