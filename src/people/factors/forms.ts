import * as z from 'zod'
import { optionsOf } from '#base/web/field.tsx'
import { choice, codeLine, form, line, sentAlong } from '#base/web/fields.tsx'
import { sentField, textField } from '#base/web/form.ts'
import { cutTo } from '#base/words.ts'
import { type FactorRow, recoveryLength } from './factor.ts'
import { resetWhyWords } from './reset.ts'

const answer = sentAlong(sentField)
export const answerForm = form({ answer })

const label = textField.transform((typed) => cutTo(typed, 60) || 'Passkey')
export const passkeyForm = form({
  answer,
  label: line('What you call it', label, { hint: 'Such as work laptop', width: 20, maxlength: 60 }),
})

const ofApp = textField.transform((typed) => cutTo(typed, 40))
export const appForm = form({ code: codeLine('Code that the app shows', ofApp, { width: 10, inputmode: 'numeric' }) })

const ofFactor = textField.transform((typed) => cutTo(typed, 100)).pipe(z.string().min(1, 'Enter the code'))

/** A code of an app or a printed one. @param shown what the account has */
export const factorForm = (shown: { kinds: ReadonlySet<FactorRow['kind']>; codesLeft: number } | undefined) => {
  const ofPaper = { label: 'One of your printed codes', hint: `${recoveryLength} letters and digits, each code good once` }
  const instead = shown && shown.codesLeft > 0 ? ' Without your telephone, type one of your printed codes' : ''
  const inApp = { label: 'Code of your authenticator app', hint: `6 digits that change every half minute.${instead}` }
  const { label, hint } = shown?.kinds.has('totp') ? inApp : ofPaper
  return form({ code: codeLine(label, ofFactor, { hint, width: 20 }) })
}

const reasons = optionsOf(resetWhyWords)

export const resetForm = form({
  reason: choice('What has happened to them?', reasons, z.enum(['lost', 'stolen', 'broken'], 'Choose what has happened to them')),
})
