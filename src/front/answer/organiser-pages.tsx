import { type Context, Hono } from 'hono'
import { readNow } from '#base/db/read.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { flash } from '#base/web/flash.ts'
import { chooseTemplate, dropTemplate } from './choose-template.ts'
import { selectTemplate } from './template-store.ts'
import { notChosen } from './views/refusals.tsx'
import { TemplatePage } from './views/template.tsx'

const show = async (c: Context<AppEnv>, problems?: Problems) =>
  c.render(<TemplatePage template={await readNow(c.var.act.db, selectTemplate(c.var.act.db))} problems={problems} />, {
    ...{ title: 'Word template of reports', back: { href: '/organiser/settings', text: 'Settings' } },
    hasProblems: problems !== undefined,
  })

/** The template of reports. Mounted at /organiser/settings. */
export const organiserTemplatePages = new Hono<AppEnv>()
  .get('/template', (c) => show(c))

  .post('/template', async (c) => {
    const { act } = c.var
    const form = await c.req.parseBody({ all: true })
    if (form['action'] === 'drop') {
      const template = await readNow(act.db, selectTemplate(act.db))
      if (template) await dropTemplate(act, template.id)
      flash(c, 'Word files of reports are plain')
      return c.redirect('/organiser/settings/template', 303)
    }
    const done = await chooseTemplate(act, form['file'])
    if (!done.ok) {
      c.status(422)
      return show(c, { file: notChosen[done.reason] })
    }
    flash(c, 'Word files of reports are written into this template')
    return c.redirect('/organiser/settings/template', 303)
  })
