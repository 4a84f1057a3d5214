// What may be sent, from the types of the pinned SDK itself: generated when they are first needed and kept beside the installed packages, under
// the SDK's version and the list of types, so that they move with the pin.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import Stripe from 'stripe'
import type { Form, FormValue } from './form.ts'
import { invalid, missing, Refusal } from './refusal.ts'

type Schema = {
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  anyOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  pattern?: string
}

/** Whoever makes them longer than this, in milliseconds, was ended. */
const longestMaking = 120_000

const modules = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', 'node_modules')

/** A type of the SDK is named with the file that declares it, since several files declare a SessionCreateParams. */
export type ParamsType = `${string}:${string}`

const kept = (types: readonly ParamsType[]): string => {
  const hash = createHash('sha256')
    .update(JSON.stringify([2, types]))
    .digest('hex')
    .slice(0, 12)
  return join(modules, '.cache', 'muster', `stripe-${Stripe.PACKAGE_VERSION}-${hash}.json`)
}

/** The SDK leaves its enums open and its decimals branded; Stripe itself knows its own values, and a decimal travels as text. */
const asSent = (schema: Schema): Schema => {
  if (schema.properties && Object.keys(schema.properties).some((name) => name.startsWith('__@___brand')))
    return { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' }
  const named = schema.anyOf?.filter((one) => one.enum !== undefined)
  const open = schema.anyOf?.some((one) => one.type === 'string' && one.enum === undefined && one.const === undefined)
  const anyOf =
    named?.length && open ? schema.anyOf?.filter((one) => one.type !== 'string' || one.enum || one.const !== undefined) : schema.anyOf
  return {
    ...schema,
    ...(anyOf ? { anyOf: anyOf.map(asSent) } : {}),
    ...(schema.items ? { items: asSent(schema.items) } : {}),
    ...(schema.properties
      ? { properties: Object.fromEntries(Object.entries(schema.properties).map(([name, one]) => [name, asSent(one)])) }
      : {}),
    ...(typeof schema.additionalProperties === 'object' ? { additionalProperties: asSent(schema.additionalProperties) } : {}),
  }
}

const generate = async (types: readonly ParamsType[]): Promise<Record<string, Schema>> => {
  const { createGenerator } = await import('ts-json-schema-generator')
  const files = [...new Set(types.map((type) => type.split(':')[0] ?? ''))]
  const path = join(modules, 'stripe', 'esm', 'resources', `{${files.join(',')},Events}.d.ts`).replaceAll('\\', '/')
  const generator = createGenerator({
    path,
    skipTypeCheck: true,
    jsDoc: 'none',
    expose: 'none',
    topRef: false,
    additionalProperties: false,
  })
  return Object.fromEntries(types.map((type) => [type, asSent(generator.createSchema(type.split(':')[1] ?? '') as Schema)]))
}

/** Read from the types by one process, for that takes seconds, while the others that ask wait for it. */
export const schemasOf = async (types: readonly ParamsType[]): Promise<Record<string, Schema>> => {
  const file = kept(types)
  const making = `${file}.making`
  mkdirSync(dirname(file), { recursive: true })
  while (!existsSync(file)) {
    try {
      mkdirSync(making)
    } catch {
      // Files are dated by the machine, whose clock a run of tests may have moved for itself.
      const now = performance.timeOrigin + performance.now()
      if (now - (statSync(making, { throwIfNoEntry: false })?.mtimeMs ?? now) > longestMaking)
        rmSync(making, { recursive: true, force: true })
      await setTimeout(100)
      continue
    }
    try {
      writeFileSync(join(making, 'made'), JSON.stringify(await generate(types)))
      renameSync(join(making, 'made'), file)
    } finally {
      rmSync(making, { recursive: true, force: true })
    }
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Schema>
}

const typesOf = (schema: Schema): string[] =>
  schema.const !== undefined || schema.enum ? [] : typeof schema.type === 'string' ? [schema.type] : (schema.type ?? [])

/** Text becomes what the schema wants where it can; what cannot stays text, and the validation says so. */
const coerced = (value: FormValue, schema: Schema | undefined): unknown => {
  if (!schema) return value
  if (schema.anyOf) {
    const fits = (type: string): Schema | undefined => schema.anyOf?.find((one) => typesOf(one).includes(type))
    if (Array.isArray(value)) return coerced(value, fits('array'))
    if (typeof value === 'object') return coerced(value, fits('object'))
    if (value === '' || schema.anyOf.some((one) => typesOf(one).includes('string') || one.enum?.includes(value))) return value
    return coerced(value, fits('number') ?? fits('boolean'))
  }
  if (Array.isArray(value)) return value.map((one) => coerced(one, schema.items))
  if (typeof value === 'object') {
    const others = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, coerced(one, schema.properties?.[name] ?? others)]))
  }
  const types = typesOf(schema)
  if (types.includes('string')) return value
  if (types.includes('number') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value)
  if (types.includes('boolean') && (value === 'true' || value === 'false')) return value === 'true'
  if (types.includes('array') && value === '') return []
  return value
}

const asParam = (path: string): string => {
  const [first = '', ...rest] = path.split('/').filter((step) => step !== '')
  return first + rest.map((step) => `[${step}]`).join('')
}

const refusalFrom = (errors: ErrorObject[]): Refusal => {
  const unknown = errors.find((error) => error.keyword === 'additionalProperties')
  if (unknown) {
    const param = asParam(`${unknown.instancePath}/${String(unknown.params['additionalProperty'])}`)
    return new Refusal(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param })
  }
  const absent = errors.find((error) => error.keyword === 'required')
  if (absent) return missing(asParam(`${absent.instancePath}/${String(absent.params['missingProperty'])}`))
  const error = errors[0]
  const param = asParam(error?.instancePath ?? '')
  return invalid(`Invalid ${param}: ${error?.message ?? 'not understood'}`, param || undefined, 'parameter_invalid')
}

const wholeNumbers = (value: unknown, path: string): void => {
  if (typeof value === 'number' && !Number.isInteger(value) && !path.endsWith('percentage'))
    throw invalid(`Invalid integer: ${value}`, asParam(path), 'parameter_invalid_integer')
  if (typeof value === 'object' && value !== null) for (const [name, one] of Object.entries(value)) wholeNumbers(one, `${path}/${name}`)
}

export type Reader = (type: ParamsType, form: Form, strictly: boolean) => unknown

export const readerOf = async (types: readonly ParamsType[]): Promise<Reader> => {
  const schemas = await schemasOf(types)
  const ajv = new Ajv({ allErrors: true, strict: false })
  const validators = new Map<string, ValidateFunction>()
  return (type, form, strictly) => {
    const schema = schemas[type]
    if (!schema) throw new Error(`The twin has no schema of ${type}`)
    const params = coerced(form, schema)
    if (!strictly) return params
    const validate = validators.get(type) ?? ajv.compile(schema)
    validators.set(type, validate)
    if (!validate(params)) throw refusalFrom(validate.errors ?? [])
    wholeNumbers(params, '')
    return params
  }
}
