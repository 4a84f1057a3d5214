import { Hono } from 'hono'
import * as z from 'zod'
import { together } from '#base/db/read.ts'
import { ok } from '#base/result.ts'
import type { AppEnv } from '#base/web/env.ts'
import { file, form } from '#base/web/fields.tsx'
import { question, withPages } from '#base/web/page.tsx'
import { chooseTemplate, dropTemplate } from './choose-template.ts'
import { selectTemplate } from './template-store.ts'
import { templateRefusals } from './views/refusals.tsx'
import { AboutTemplate } from './views/template.tsx'

const template = question({
  at: '/template',
  read: ({ db }) => together({ template: selectTemplate(db) }),
  title: 'Word template of reports',
  back: { href: '/organiser/settings', text: 'Settings' },
  above: ({ template }) => <AboutTemplate template={template} />,
  form: form({ file: file('Template', z.unknown().optional(), { hint: 'A Word file (docx) without macros.', accept: '.docx' }) }),
  button: ({ template }) => [
    { text: 'Use this template' },
    ...(template ? [{ text: 'Write plain files again', name: 'action', value: 'drop', kind: 'secondary' as const }] : []),
  ],
  act: (act, { file }, { subject: { template }, field }) => {
    if (field('action') !== 'drop') return chooseTemplate(act, file)
    return template ? dropTemplate(act, template.id) : Promise.resolve(ok(undefined))
  },
  refused: templateRefusals,
  done: ({ field }) =>
    field('action') === 'drop' ? 'Word files of reports are plain' : 'Word files of reports are written into this template',
  to: '/organiser/settings/template',
})

/** The template of reports. Mounted at /organiser/settings. */
export const organiserTemplatePages = withPages(new Hono<AppEnv>(), template)
