import { type Context, Hono } from 'hono'
import { plain } from '#attendance/attendance/register.ts'
import { type Act, nobody } from '#base/act.ts'
import { atomically } from '#base/db/atomically.ts'
import { readNow } from '#base/db/read.ts'
import { sha256 } from '#base/id.ts'
import { spending } from '#base/limits/spend-budget.ts'
import { limitReached } from '#base/limits/store.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { ownForm } from '#base/web/fields.tsx'
import { flash } from '#base/web/flash.ts'
import { text } from '#base/web/form.ts'
import { page, withPages } from '#base/web/page.tsx'
import { type Asked, gone, press } from '#base/web/press.tsx'
import { listed } from '#base/words.ts'
import { joinForm } from './forms.ts'
import { begunSession, type JoiningPlace, joiningState } from './joining.ts'
import { recordJoining } from './record-joining.ts'
import { sayTogether } from './record-together.ts'
import { readJoiningPlace } from './store.ts'
import { selectWatchers } from './together-store.ts'
import { JoinFields, JoinPage, joinButtons, NoJoinPage, type Who } from './views/joining.tsx'
import { sayRefusals } from './views/refusals.tsx'

const placeOf = async (act: Act, { part }: Asked): Promise<JoiningPlace | undefined> =>
  /^[\w-]{43}$/.test(part('token')) ? readJoiningPlace(act, await sha256(part('token'))) : undefined

const showNone = (c: Context<AppEnv>) => {
  c.status(404)
  return c.render(<NoJoinPage />, { title: 'This link does not work' })
}

const find = async (act: Act, { c, ...asked }: Asked & { c: Context<AppEnv> }) => (await placeOf(act, asked)) ?? showNone(c)

const mostTried = 20

const refused = (says: string, status?: 422) => ({ ok: false as const, refusal: { field: 'names', says, ...(status ? { status } : {}) } })

/** Notes who watches at this screen too: people of the same school, by their booked names. */
const sayWatchers = async (act: Act, place: JoiningPlace, names: readonly string[]) => {
  const sessionId = begunSession(place, act.now)
  if (sessionId === undefined) return refused(sayRefusals.changed)
  // Whoever has the link cannot try one name after another.
  const tried = await atomically(
    act.db,
    spending(act, [{ key: `together:place:${place.placeId}`, minutes: 60, most: mostTried, n: names.length }]),
    {
      [limitReached]: 'too_often',
    } as const,
  )
  if (!tried.ok) return refused(sayRefusals.changed)
  const watchers = await readNow(act.db, selectWatchers(act.db, { placeId: place.placeId }, act.now))
  const named = names.map((name) => ({
    name,
    found: watchers.filter((one) => one.sessionId === sessionId && one.placeId !== place.placeId && plain(one.name) === plain(name)),
  }))
  const missing = named.filter(({ found }) => found.length !== 1)
  if (missing.length > 0)
    return refused(`Your school has no one place at this session in the name ${listed(missing.map(({ name }) => name))}`, 422)
  const of = { sessionId, eventId: place.eventId, schoolId: place.schoolId, by: 'delegate' as const }
  const screens = new Map(named.flatMap(({ found }) => found.map(({ placeId }) => [placeId, place.placeId] as const)))
  const said = await sayTogether({ ...act, actor: nobody }, of, watchers, screens)
  return said.ok ? said : refused(sayRefusals[said.reason])
}

const join = press({
  at: '/:token',
  find,
  form: ownForm(joinForm),
  shape: (_, shown: { place: JoiningPlace; who: Who }, typed) => <JoinFields {...shown} {...typed} />,
  button: ({ place, who }) => joinButtons[who](place),
  act: async (act, form, { subject: place, part, c }) => {
    if (form.who === 'together') {
      const said = await sayWatchers(act, place, form.names)
      if (!said.ok) return said
      flash(c, 'Noted. The organiser sees it, and marks who came')
      return ok(`/join/${part('token')}`)
    }
    const joined = await recordJoining(act, place, form.who === 'other' ? form.name : '')
    return joined.ok || joined.reason === 'not_now' ? joined : showNone(c)
  },
  refused: { not_now: '', link_ended: gone },
  to: (_, to) => to ?? '/',
})

const joining = page({
  at: '/:token',
  find: async (act, asked): Promise<{ place: JoiningPlace } | Response> => {
    const place = await placeOf(act, asked)
    return place ? { place } : showNone(asked.c)
  },
  title: ({ place }) => `Join: ${place.title}`,
  heading: ({ place }) => place.title,
  caption: 'Join online',
  presses: { join },
  show: ({ place }, forms, { now, typed }) => (
    <JoinPage
      place={place}
      state={joiningState(place, now)}
      maySay={begunSession(place, now) !== undefined}
      opened={text(typed, 'who')}
      form={(who) => forms.join({ place, who })}
    />
  ),
})

/** A delegate's own link to an online event. Mounted at /join. */
export const publicJoinPages = withPages(new Hono<AppEnv>(), joining)
