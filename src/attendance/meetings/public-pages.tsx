import { type Context, Hono } from 'hono'
import { sha256 } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import { problemsOf, text } from '#base/web/form.ts'
import { joinForm } from './forms.ts'
import { joiningState } from './joining.ts'
import { recordJoining } from './record-joining.ts'
import { readJoiningPlace } from './store.ts'
import { JoinPage, NoJoinPage } from './views/joining.tsx'

type C = Context<AppEnv, '/:token'>

const placeOf = async (c: C) => {
  const token = c.req.param('token')
  return /^[\w-]{43}$/.test(token) ? readJoiningPlace(c.env.DB, await sha256(token)) : undefined
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
    const { token } = c.req.param()
    return c.render(<JoinPage place={place} token={token} state={joiningState(place, c.var.act.now)} />, { title: `Join: ${place.title}` })
  })
  .post('/:token', async (c) => {
    const place = await placeOf(c)
    if (!place) return showNone(c)
    const { token } = c.req.param()
    const body = await c.req.parseBody({ all: true })
    const other = text(body, 'who') === 'other'
    const typed = other ? joinForm.safeParse(body) : undefined
    const state = joiningState(place, c.var.act.now)
    if (typed && !typed.success) {
      c.status(422)
      return c.render(
        <JoinPage place={place} token={token} state={state} problems={problemsOf(typed.error)} typed={text(body, 'name')} />,
        {
          title: `Join: ${place.title}`,
          hasProblems: true,
        },
      )
    }
    const joined = await recordJoining(c.var.act, place, typed?.data.name ?? '')
    if (joined.ok) return c.redirect(joined.value, 303)
    if (joined.reason === 'link_ended') return showNone(c)
    c.status(409)
    return c.render(<JoinPage place={place} token={token} state={state} />, { title: `Join: ${place.title}` })
  })
