import { type Context, Hono } from 'hono'
import { notFound } from '#base/errors.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { problemsOf } from '#base/web/form.ts'
import { erasePerson } from './erase-person.ts'
import { readErasure } from './erasure-store.ts'
import { eraseForm, textsForm } from './forms.ts'
import { byDefault, readTexts, shownTexts } from './text-store.ts'
import { ErasePage } from './views/erase.tsx'
import { eraseRefusals } from './views/refusals.tsx'

type C = Context<AppEnv>
const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}'

const show = async (c: C, problems?: Problems, ticked?: readonly string[]) => {
  const id = c.req.param('id') ?? ''
  const [preview, texts] = await Promise.all([readErasure(c.var.act, id), readTexts(c.var.act.db, id)])
  if (!preview || preview.obstacle === 'already_erased') throw notFound('person')
  return c.render(
    <ErasePage
      preview={preview}
      texts={shownTexts(texts)}
      notShown={texts.found.length - shownTexts(texts).length}
      out={ticked ?? byDefault(texts)}
      problems={problems}
    />,
    {
      title: 'Erase a person',
      back: { href: `/organiser/people/${preview.person.id}`, text: 'The person' },
      hasProblems: problems !== undefined,
    },
  )
}

/** Erasing a person, with a preview; mounted at /organiser/records. */
export const organiserErasePages = new Hono<AppEnv>()
  .get(`/people/:id{${uuid}}/erase`, (c) => show(c))

  .post(`/people/:id{${uuid}}/erase`, async (c) => {
    const read = eraseForm.safeParse(await c.req.parseBody({ all: true }))
    if (!read.success) {
      c.status(422)
      const { out } = textsForm.parse(await c.req.parseBody({ all: true }))
      return show(c, problemsOf(read.error), out)
    }
    const erased = await erasePerson(c.var.act, c.req.param('id'), 'asked', read.data)
    if (!erased.ok) {
      if (erased.reason === 'no_such_person' || erased.reason === 'already_erased') throw notFound('person')
      c.status(409)
      return show(c, { confirmed: eraseRefusals[erased.reason] })
    }
    flash(c, 'The person is erased. What their schools attended is as it was.')
    return c.redirect(`/organiser/people/${erased.value.personId}`, 303)
  })
