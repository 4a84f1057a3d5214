import * as z from 'zod'
import { type Edition, editionsOn } from '#attendance/requirements/requirement.ts'
import type { Names } from '#attendance/requirements/sentence.ts'
import type { Day } from '#base/dates.ts'
import { type Form, form, select } from '#base/web/fields.tsx'
import type { About } from './date.ts'

/** A topic or a rule in one field: `topic:…`, `rule:…`. */
export const aboutOf = (text: string): About => {
  const [kind, id = ''] = [text.slice(0, text.indexOf(':')), text.slice(text.indexOf(':') + 1)]
  return kind === 'topic' ? { topicId: id, requirementId: null } : { topicId: null, requirementId: id }
}

/** Topics, and rules of which somebody can take a course. */
export const askForm = (editions: readonly Edition[], names: Names, day: Day): Form<{ about: About }> => {
  const topics = [...names.topics].map(([id, text]) => ({ value: `topic:${id}`, text }))
  const options = [
    ...topics,
    ...editionsOn(editions, day).flatMap(({ whose, requirementId, label }) =>
      whose === 'statement' ? [] : [{ value: `rule:${requirementId}`, text: `Any course for “${label}”` }],
    ),
  ]
  const known = z
    .string('Choose a topic or a course')
    .refine((text) => options.some(({ value }) => value === text), 'Choose a topic or a course')
  return form({ about: select('Topic or course', [{ value: '', text: 'Choose one' }, ...options], known.transform(aboutOf)) })
}
