import * as z from 'zod'
import { isUsableDay, linesField, linkField, problemOf, shortLine, textField, textsField } from '#base/web/form.ts'
import { kinds, sectors } from '#schools/schools/school.ts'
import { askings, documentKinds, dueOptions, type FileOfVersion, longestTitle, settingKinds, sources } from './document.ts'

/** About forty pages. What is longer is a file. */
const mostText = 120_000
const mostWords = 2000

const someOf = (of: Readonly<Record<string, string>>) =>
  textsField.transform((chosen) => Object.keys(of).filter((one) => chosen.includes(one)))

export const documentFields = ['title', 'kind', 'asked', 'topic'] as const

const audienceForm = z.object({
  sectors: someOf(sectors),
  kinds: someOf(kinds),
  settings: someOf(settingKinds),
  roles: textsField.pipe(z.array(z.string()).min(1, 'Choose at least one role that is written to').max(30)),
})

const wholeForm = audienceForm.extend({
  title: shortLine(200, 'the title', 'Enter what the document is called'),
  kind: z.enum(documentKinds, 'Choose what kind of document it is'),
  asked: z.enum(askings, 'Choose what schools are asked to do with it'),
  topic: shortLine(100, 'the topic'),
})

/** Settings alone, or schools of a sector and a kind. */
export const documentForm = wholeForm.superRefine(({ sectors: some, kinds: ofKinds, settings }, context) => {
  const ofSchools = some.length > 0 || ofKinds.length > 0 || settings.length === 0
  const lacks = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  if (ofSchools && some.length === 0) lacks('sectors', 'Choose at least one sector')
  if (ofSchools && ofKinds.length === 0) lacks('kinds', 'Choose at least one kind of school')
})

const anyDay = (what: string) =>
  textField
    .pipe(z.string().refine((typed) => typed === '' || isUsableDay(typed), `Enter ${what} as a day, such as 27 March 2026`))
    .transform((typed) => typed || undefined)

const words = linesField.pipe(z.string().max(mostWords, `Write at most ${mostWords} characters`))

export const versionFields = [
  ...(['text', 'whatChanged', 'whatToDo', 'askAgain', 'source', 'decidedBy', 'decision', 'decidedOn', 'adviceId'] as const),
  ...(['dueBy', 'dueOn', 'equalityLink', 'equalityOn', 'equalityReviewOn'] as const),
] as const

/** @param advice the ids of what was published nationally */
export const versionForm = (advice: readonly string[]) =>
  z.object({
    text: linesField.pipe(z.string().max(mostText, `Shorten the text to ${mostText} characters, or add it as a file`)),
    whatChanged: words,
    whatToDo: words,
    askAgain: textField.transform((typed) => typed === 'yes'),
    source: z.enum(sources, 'Choose where it comes from'),
    decidedBy: shortLine(200, 'who decided'),
    decision: shortLine(200, 'the decision'),
    decidedOn: anyDay('when it was decided'),
    adviceId: textField
      .transform((typed) => typed || undefined)
      .refine((id) => id === undefined || advice.includes(id), 'Choose from the list'),
    dueBy: z.enum(dueOptions, 'Choose by when'),
    dueOn: anyDay('by when'),
    equalityLink: linkField(),
    equalityOn: anyDay('when the assessment was made'),
    equalityReviewOn: anyDay('when the assessment is reviewed'),
  })

/** What is typed of each file of a draft. */
export const fileFields = (files: readonly FileOfVersion[]): string[] => files.flatMap(({ id }) => [`title-${id}`, `order-${id}`])

const titleField = shortLine(longestTitle, 'the title of the file', 'Enter a title for the file')

/** The files that stay, in their order; of one that is taken out nothing has to be right. */
export const filesForm = (files: readonly FileOfVersion[]) =>
  z
    .object({ removeFile: textsField, ...Object.fromEntries(fileFields(files).map((name) => [name, textField])) })
    .transform((typed: Record<string, unknown>, context) => {
      const kept = files.filter(({ id }) => !(typed['removeFile'] as string[]).includes(id))
      const orderOf = ({ id }: FileOfVersion): number => Number(typed[`order-${id}`]) || files.findIndex((one) => one.id === id) + 1
      return kept
        .toSorted((a, b) => orderOf(a) - orderOf(b))
        .map(({ id }) => {
          const title = titleField.safeParse(typed[`title-${id}`])
          if (!title.success) context.addIssue({ code: 'custom', message: problemOf(title.error), path: [`title-${id}`] })
          return { id, title: title.data ?? '' }
        })
    })

export const withdrawFields = ['why', 'replacedById'] as const
export const withdrawForm = z.object({
  why: shortLine(500, 'the reason', 'Say why it is withdrawn'),
  replacedById: textField.transform((typed) => typed || undefined),
})
