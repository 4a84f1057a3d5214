import * as z from 'zod'
import { sayDay } from '#base/dates.ts'
import { acceptedFiles } from '#base/files/file.ts'
import { manyFilesHint } from '#base/files/views/refusals.tsx'
import { optionsOf } from '#base/web/field.tsx'
import { asFirstSeen, choice, day, type Field, file, form, line, lines, select, sentAlong, ticks, under } from '#base/web/fields.tsx'
import { isUsableDay, linesField, linkField, problemOf, shortLine, textField, textsField } from '#base/web/form.ts'
import type { Advice } from '#guidance/advice/advice.ts'
import type { RoleOption } from '#schools/schools/role.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import {
  askings,
  askingWords,
  documentKinds,
  documentKindWords,
  dueOptions,
  type GuidanceDocument,
  isAnswered,
  type ListedDocument,
  longestTitle,
  settingKinds,
  sources,
  type Version,
} from './document.ts'

/** About forty pages. What is longer is a file. */
const mostText = 120_000
const mostWords = 2000

const someOf = (label: string, of: Readonly<Record<string, string>>, hint?: string): Field<string[]> =>
  ticks(
    label,
    optionsOf(of),
    textsField.transform((chosen) => Object.keys(of).filter((one) => chosen.includes(one))),
    { small: true, hint },
  )

/** What can be chosen. `topics`: labels by id. */
type Choices = { roles: readonly RoleOption[]; topics: ReadonlyMap<string, string> }

/** For settings alone, or schools of a sector and a kind. */
export const documentForm = ({ roles, topics }: Choices) =>
  form(
    {
      title: line('What it is called', shortLine(200, 'the title', 'Enter what the document is called')),
      kind: choice(
        'What it is',
        documentKinds.map((value) => ({ value, text: documentKindWords[value] })),
        z.enum(documentKinds, 'Choose what kind of document it is'),
      ),
      asked: choice(
        'What schools are asked to do',
        askings.map((value) => ({ value, text: askingWords[value] })),
        z.enum(askings, 'Choose what schools are asked to do with it'),
      ),
      topic: select(
        'Topic (optional)',
        [{ value: '', text: 'None of these' }, ...optionsOf(Object.fromEntries(topics))],
        shortLine(100, 'the topic'),
        { hint: 'The answer on a topic shows its newest guidance.' },
      ),
      sectors: someOf('Sectors', sectors),
      kinds: someOf('Kinds of school', kinds),
      settings: someOf('Early years settings', settingKinds, 'Settings on the early years list here. We count them apart.'),
      roles: ticks(
        'Who is written to',
        roles.map(({ id, label }) => ({ value: id, text: label })),
        textsField.pipe(z.array(z.string()).min(1, 'Choose at least one role that is written to').max(30)),
        { small: true, hint: 'Nobody in a role: the head, or people who book for the school.' },
      ),
    },
    (typed) =>
      typed
        .superRefine(({ sectors: some, kinds: ofKinds, settings }, context) => {
          const ofSchools = some.length > 0 || ofKinds.length > 0 || settings.length === 0
          const lacks = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
          if (ofSchools && some.length === 0) lacks('sectors', 'Choose at least one sector')
          if (ofSchools && ofKinds.length === 0) lacks('kinds', 'Choose at least one kind of school')
        })
        .transform(({ title, kind, asked, topic, ...audience }) => ({ facts: { title, kind, asked, topic }, audience })),
  )

const anyDay = (what: string) =>
  textField
    .pipe(z.string().refine((typed) => typed === '' || isUsableDay(typed), `Enter ${what} as a day, such as 27 March 2026`))
    .transform((typed) => typed || undefined)

const words = linesField.pipe(z.string().max(mostWords, `Write at most ${mostWords} characters`))

const titleField = shortLine(longestTitle, 'the title of the file', 'Enter a title for the file')

/** Of each file its title and its place. One that the form did not show has neither. */
const fileFields = (files: Version['files']): Record<string, Field<string | undefined>> =>
  Object.fromEntries(
    files.flatMap(({ id }) => [
      [`title-${id}`, line('Title', textField.optional())],
      [`order-${id}`, line('Place in the list', textField.optional(), { inputmode: 'numeric', width: 2 })],
    ]),
  )

/** The form of a draft, of which `kept` are the files that stay, in their order. */
export const draftForm = ({ document, draft, advice }: { document: GuidanceDocument; draft: Version; advice: readonly Advice[] }) => {
  const { files } = draft
  const isFirst = draft.number === 1
  const needed = isFirst ? 'Needed where there are files' : 'Needed'
  return form(
    {
      changedAt: asFirstSeen,
      text: lines('Text', linesField.pipe(z.string().max(mostText, `Shorten the text to ${mostText} characters, or add it as a file`)), {
        hint: 'Leave an empty line between paragraphs. Later versions are compared with it.',
        rows: 16,
      }),
      ...fileFields(files),
      removeFile: ticks(
        'Take files out',
        files.map(({ id, title }) => ({ value: id, text: title })),
        textsField,
        { small: true },
      ),
      file: file(files.length === 0 ? 'Files (optional)' : 'More files (optional)', z.unknown().optional(), {
        hint: `${manyFilesHint}`,
        accept: acceptedFiles,
        multiple: true,
      }),
      whatChanged: lines('What has changed', words, { hint: needed, rows: 3 }),
      whatToDo: lines('What schools must do', words, { hint: needed, rows: 3 }),
      askAgain:
        isFirst || !isAnswered(document.asked)
          ? sentAlong(textField.transform(() => true))
          : choice(
              'Schools that answered the version before',
              [
                { value: 'yes', text: 'Ask them again', hint: 'Their answers no longer count, and their body decides again.' },
                {
                  value: 'no',
                  text: 'Do not ask them again',
                  hint: 'They get it, and their answer counts. Schools without one are asked.',
                },
              ],
              textField.transform((typed) => typed === 'yes'),
            ),
      dueBy: under(
        'By when',
        choice(
          'Schools do what is asked',
          [
            { value: 'governors', text: 'At the next meeting of their governors, trust or proprietor' },
            { value: 'day', text: 'By a day' },
          ],
          z.enum(dueOptions, 'Choose by when'),
        ),
      ),
      dueOn: day('By which day', anyDay('by when'), { hint: 'With a meeting: the day by which every school had one' }),
      adviceId: under(
        'Where it comes from',
        select(
          'National publication (optional)',
          [
            { value: '', text: 'None' },
            ...advice.map(({ id, title, publishedOn }) => ({ value: id, text: `${title}, ${sayDay(publishedOn)}` })),
          ],
          textField
            .transform((typed) => typed || undefined)
            .refine((typed) => typed === undefined || advice.some(({ id }) => id === typed), 'Choose from the list'),
        ),
      ),
      source: choice(
        'Who wrote it',
        [
          { value: 'passed_on', text: 'Others: we pass it on' },
          { value: 'own', text: 'We did: it is our own', hint: 'It needs a decision, an equality assessment and a second person.' },
        ],
        z.enum(sources, 'Choose where it comes from'),
        { hint: 'Save the draft after you change this: it may add fields.' },
      ),
      decidedBy: line('Who decided', shortLine(200, 'who decided'), { hint: 'Such as the cabinet member' }),
      decision: line('Reference of the decision', shortLine(200, 'the decision')),
      decidedOn: day('Day of the decision', anyDay('when it was decided')),
      equalityOn: day('Day of the equality assessment', anyDay('when the assessment was made'), { hint: 'Not after the decision' }),
      equalityLink: line('Address of the equality assessment (optional)', linkField(), { type: 'url' }),
      equalityReviewOn: day('Day on which the assessment is reviewed (optional)', anyDay('when the assessment is reviewed')),
    },
    (schema) =>
      schema.transform(({ changedAt, file: sent, removeFile, ...facts }, context) => {
        const typed: Readonly<Record<string, unknown>> = facts
        const orderOf = (id: string): number => Number(typed[`order-${id}`]) || files.findIndex((one) => one.id === id) + 1
        const kept = files
          .filter(({ id }) => typed[`title-${id}`] !== undefined && !removeFile.includes(id))
          .toSorted((a, b) => orderOf(a.id) - orderOf(b.id))
          .map(({ id }) => {
            const title = titleField.safeParse(typed[`title-${id}`])
            if (!title.success) context.addIssue({ code: 'custom', message: problemOf(title.error), path: [`title-${id}`] })
            return { id, title: title.data ?? '' }
          })
        return { changedAt, sent, kept, facts }
      }),
  )
}

export const withdrawForm = (others: readonly ListedDocument[]) =>
  form({
    why: line('Why it is withdrawn', shortLine(500, 'the reason', 'Say why it is withdrawn'), { hint: 'Schools read it' }),
    replacedById: select(
      'What replaces it (optional)',
      [{ value: '', text: 'Nothing' }, ...others.map(({ id, title }) => ({ value: id, text: title }))],
      textField.transform((typed) => typed || undefined),
    ),
  })
