// A form declared once: its `schema` reads what was typed, its fields show it.

import type { Child } from 'hono/jsx'
import * as z from 'zod'
import { Choices, DayField, FileField, type Option, type Problems, Select, TextArea, TextField } from './field.tsx'
import { type Body, sentField } from './form.ts'
import { Heading } from './page-parts.tsx'

/** `values`: the texts in the field. */
type Shown = { name: string; id: string; values: readonly string[]; problems: Problems | undefined }

/** `isFile`: the form is multipart. */
export type Field<T> = { schema: z.ZodType<T>; show: (shown: Shown) => Child; isFile?: true }

export type Fields = Readonly<Record<string, Field<unknown>>>

type Values<F extends Fields> = { [Name in keyof F]: F[Name] extends Field<infer T> ? T : never }
type Schema<F extends Fields> = z.ZodObject<{ [Name in keyof F]: z.ZodType<Values<F>[Name]> }>

/** Texts by the names of the fields they stand in. */
export type Texts = Readonly<Record<string, string | readonly string[] | undefined>>

/**
 * `patches`: a field that was not sent has no value, and what is stored of it stays. `own`: as of
 * `ownForm`.
 */
export type Form<T> = { fields: Fields; schema: z.ZodType<T>; patches?: true; own?: true }

/** @param checked adds what no field can judge alone, or combines the values */
export function form<F extends Fields>(fields: F): Form<Values<F>>
export function form<F extends Fields, T>(fields: F, checked: (schema: Schema<F>) => z.ZodType<T>): Form<T>
export function form<F extends Fields>(fields: F, checked?: (schema: Schema<F>) => z.ZodType<unknown>): Form<unknown> {
  const schema = z.object(Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.schema]))) as Schema<F>
  return { fields, schema: checked?.(schema) ?? schema }
}

/** What can be read; each problem of a field is added. */
const readEach = <F extends Fields>(fields: F, body: Body, context: z.RefinementCtx): Partial<Values<F>> => {
  const read = Object.entries(fields).flatMap(([name, { schema }]) => {
    const { success, data, error } = schema.safeParse(body[name])
    for (const { message } of error?.issues ?? []) context.addIssue({ code: 'custom', path: [name], message })
    return success ? [[name, data] as const] : []
  })
  return Object.fromEntries(read) as Partial<Values<F>>
}

/** @param judge also judges a form of which some fields are wrong: it gets those that are not */
export const judgedForm = <F extends Fields, T>(
  fields: F,
  judge: (values: Partial<Values<F>>, context: z.RefinementCtx) => T,
): Form<T> => ({ fields, schema: z.looseObject({}).transform((body, context) => judge(readEach(fields, body, context), context)) })

/** Changes only what was sent. Not for checkboxes, of which nothing is sent when none is ticked. */
export const patchForm = <F extends Fields>(fields: F): Form<Partial<Values<F>>> => ({
  fields,
  schema: z.looseObject({}).transform((body, context) => {
    const sent = Object.fromEntries(Object.entries(fields).filter(([name]) => name in body))
    return readEach(sent, body, context) as Partial<Values<F>>
  }),
  patches: true,
})

/** Only read: `shape` of its press shows the fields, which depend on what was read or typed. */
export const ownForm = <T,>(schema: z.ZodType<T>): Form<T> => ({ fields: {}, schema, own: true })

/** @param nth tells forms of the same fields apart */
export const showFields = ({ fields }: Form<unknown>, texts: Texts, problems: Problems | undefined, nth = ''): Record<string, Child> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { show }]) => [name, show({ name, id: name + nth, values: [texts[name] ?? []].flat(), problems })]),
  )

type Look<Props, Given extends keyof Props> = Partial<Omit<Props, Given | 'name' | 'problems'>>
type TextLook = Look<Parameters<typeof TextField>[0], 'label' | 'value'>

export const line = <T,>(label: string, schema: z.ZodType<T>, look: TextLook = {}): Field<T> => ({
  schema,
  show: ({ values, ...of }) => <TextField {...of} {...look} label={label} value={values[0]} />,
})

/** Typed once and never shown again. */
export const codeLine = <T,>(label: string, schema: z.ZodType<T>, look: TextLook = {}): Field<T> => ({
  schema,
  show: ({ name, id, problems }) => (
    <TextField autocomplete="one-time-code" {...look} name={name} id={id} label={label} problems={problems} />
  ),
})

export const lines = <T,>(
  label: string,
  schema: z.ZodType<T>,
  look: Look<Parameters<typeof TextArea>[0], 'label' | 'value'> = {},
): Field<T> => ({
  schema,
  show: ({ values, ...of }) => <TextArea {...of} {...look} label={label} value={values[0]} />,
})

/** With the browser's calendar. */
export const day = <T,>(
  label: string,
  schema: z.ZodType<T>,
  look: Look<Parameters<typeof DayField>[0], 'label' | 'value'> = {},
): Field<T> => ({
  schema,
  show: ({ values, ...of }) => <DayField {...of} {...look} label={label} value={values[0]} />,
})

type ChoicesLook = Look<Parameters<typeof Choices>[0], 'label' | 'values' | 'options' | 'type'>

const choices =
  (type: 'radios' | 'checkboxes') =>
  <T,>(label: string, options: readonly Option[], schema: z.ZodType<T>, look: ChoicesLook = {}): Field<T> => ({
    schema,
    show: (of) => <Choices {...of} {...look} label={label} options={options} type={type} />,
  })

/** One of a few, as radios. */
export const choice = choices('radios')
export const ticks = choices('checkboxes')

/** One of many. */
export const select = <T,>(
  label: string,
  options: readonly Option[],
  schema: z.ZodType<T>,
  look: Look<Parameters<typeof Select>[0], 'label' | 'value' | 'options'> = {},
): Field<T> => ({
  schema,
  show: ({ values, ...of }) => <Select {...of} {...look} label={label} options={options} value={values[0]} />,
})

export const file = <T,>(
  label: string,
  schema: z.ZodType<T>,
  look: Look<Parameters<typeof FileField>[0], 'label'> & { accept: string },
): Field<T> => ({
  schema,
  isFile: true,
  show: ({ name, id, problems }) => <FileField {...look} name={name} id={id} label={label} problems={problems} />,
})

/** What the sender had seen, such as a version: kept when the form is shown again. */
export const asFirstSeen: Field<string> = {
  schema: sentField,
  show: ({ name, values }) => <input type="hidden" name={name} value={values[0] ?? ''} />,
}

/** Not typed: a button's name, or `hidden` of its press. */
export const sentAlong = <T,>(schema: z.ZodType<T>): Field<T> => ({ schema, show: () => null })

/** Puts a heading above it and all that follows. */
export const under = <T,>(heading: string, { schema, show }: Field<T>): Field<T> => ({
  schema,
  show: (of) => (
    <>
      <Heading>{heading}</Heading>
      {show(of)}
    </>
  ),
})
