// The form of somebody who has asked to act for no school: who they are, and whom they bring.
import type { Context } from 'hono'
import { londonDay } from '#base/dates.ts'
import { notFound } from '#base/errors.ts'
import { newId } from '#base/id.ts'
import type { AppEnv } from '#base/web/env.ts'
import type { Problems } from '#base/web/field.tsx'
import { type Body, problemsOf, text } from '#base/web/form.ts'
import { mostDelegates, mostOf, rolesFor } from '#booking/bookings/booking.ts'
import { readGround, vocabularyDay } from '#booking/bookings/context-store.ts'
import { fieldAtFault, nextTo } from '#booking/placing/filled-form.ts'
import { emptyRow, readAsked, readTyped, representedIn, type TypedBooking, typedAnswers } from '#booking/placing/forms.ts'
import { judgeAnswers } from '#events/questions/forms.ts'
import { normalEmail } from '#people/accounts/account.ts'
import { mailboxUnsaid } from '#people/accounts/mailbox-store.ts'
import { requireAccount } from '#people/accounts/own-act.ts'
import { claimForm } from '#people/claims/forms.ts'
import { sharedForm, signInForm } from '#people/sign-in/forms.ts'
import { type SchoolWords, schoolWordsIn, withoutWords } from '#schools/schools/school-choice.ts'
import { readSchoolChoices } from '#schools/schools/store.ts'
import type { RequestRefusal } from './request.ts'
import { hopeless, requestRefusal } from './request-booking.ts'
import { NewcomerFormPage, type TypedNewcomer } from './views/newcomer.tsx'
import { sayRequestRefusal } from './views/refusals.tsx'
import { CannotRequestPage } from './views/request.tsx'

type C = Context<AppEnv>

/** Nobody is signed in. */
export const isUnknown = (c: C): boolean => c.var.act.actor.accountId === undefined

const backTo = (code: string) => ({ href: `/events/${code}`, text: 'Back to the event' })

/** @param typed the chosen school if it exists, and the represented ones */
export const groundFor = async (c: C, typed?: TypedBooking, words?: SchoolWords) => {
  const { act, council } = c.var
  const schoolId = typed?.schoolId
  const ids = [schoolId ?? '', ...representedIn(typed?.rows ?? [])].filter(Boolean)
  const [ground, choices, askShared] = await Promise.all([
    readGround(act, c.req.param('code') ?? '', schoolId ? [schoolId] : []),
    readSchoolChoices(act.db, council.laCodes, ids, words, { isStranger: isUnknown(c) }),
    isUnknown(c) ? false : mailboxUnsaid(requireAccount(act)),
  ])
  if (!ground) throw notFound('event')
  return { ...ground, choices, askShared }
}

type NewcomerGround = Awaited<ReturnType<typeof groundFor>>

type Shown = { problems?: Problems | undefined; moreSchoolsAt?: number; openAt?: number }

export const showForm = (c: C, ground: NewcomerGround, typed: TypedBooking, newcomer: TypedNewcomer, shown: Shown = {}) => {
  const { act, council } = c.var
  const { event, choices, roles, questions, askShared } = ground
  const anyRole = { audience: { roles: [], kinds: [] } }
  return c.render(
    <NewcomerFormPage
      ownAddress={act.actor.email}
      isUnknown={isUnknown(c)}
      most={mostOf(event, ground.schools[0]?.trustName ?? null)}
      event={event}
      council={council}
      ownRoles={rolesFor(anyRole, roles, londonDay(act.now))}
      roles={rolesFor(event, roles, vocabularyDay(event, act.now))}
      schools={choices}
      questions={questions}
      typed={typed}
      newcomer={newcomer}
      fixedName={act.actor.shared ? act.actor.name : undefined}
      askShared={askShared}
      {...shown}
    />,
    { title: 'Book places for your school', hasProblems: Boolean(shown.problems), back: backTo(event.code) },
  )
}

export const newcomerOf = (body: Body): TypedNewcomer => {
  const shared = text(body, 'shared')
  return {
    email: normalEmail(text(body, 'email')),
    name: text(body, 'name'),
    roleId: text(body, 'roleId'),
    shared: shared === 'yes' || shared === 'no' ? shared : undefined,
  }
}

type OfNewcomer = { email: string; name: string; roleId: string; shared: string }

/** By field, before anything is written; and whether nothing typed could help. */
export const judge = (c: C, ground: NewcomerGround, typed: TypedBooking, form: OfNewcomer) => {
  const { act } = c.var
  const { event, roles, questions, choices, askShared } = ground
  const claim = claimForm.safeParse({ ...form, schoolId: typed.schoolId })
  const { schoolId, ...ofClaim } = claim.success ? {} : problemsOf(claim.error)
  const shared = askShared ? sharedForm.schema.safeParse(form) : undefined
  const most = mostOf(event, ground.schools[0]?.trustName ?? null)
  const address = isUnknown(c) ? signInForm.schema.safeParse(form) : undefined
  const read = readAsked(typed, 'school', most, act.actor.email ?? form.email)
  const problems: Problems = {
    ...(address && !address.success ? problemsOf(address.error) : {}),
    ...(schoolId ? { school: schoolId } : {}),
    ...ofClaim,
    ...(shared && !shared.success ? problemsOf(shared.error) : {}),
    ...(read.ok ? {} : read.problems),
  }
  const asked = read.ok ? read.asked : { delegates: [], unnamed: 1, unnamedOnline: 0, askedBy: '' }
  const answers = typedAnswers(typed, asked)
  const ask = {
    code: event.code,
    schoolId: typed.schoolId,
    formId: typed.formId,
    ...asked,
    acceptsFewer: false,
    termsId: event.termsId ?? undefined,
    // Price and terms are not checked before they are shown.
    paying: event.priceId === null ? undefined : { priceId: event.priceId, seenPence: 0 },
    answers,
  }
  const reason = requestRefusal(act, ask, ground)
  if (reason && hopeless.has(reason)) return { problems, hopeless: reason }
  if (read.ok && reason === 'answers_incomplete') {
    const judged = judgeAnswers(questions, answers, { insist: true })
    if (!judged.ok) Object.assign(problems, judged.problems)
  } else if (read.ok && reason) {
    const meant = rolesFor(event, roles, vocabularyDay(event, act.now)).map((role) => role.id)
    problems[fieldAtFault(reason, typed.rows, meant, [...choices.chosen.map(({ id }) => id), ''], [])] ??= sayRequestRefusal(reason, most)
  }
  return { problems, hopeless: undefined }
}

type Right = { ground: NewcomerGround; typed: TypedBooking; newcomer: TypedNewcomer; form: OfNewcomer }

/** What was typed if all of it is right, else the page that is shown instead. */
export const readForm = async (c: C, body: Body): Promise<Right | Response> => {
  const typed = readTyped(body)
  typed.formId ||= newId(c.var.act.now)
  const newcomer = newcomerOf(body)
  const ground = await groundFor(c, typed, schoolWordsIn(body))
  const action = text(body, 'action') || 'check'
  const [, verb, number] = action.match(/^(remove|represent)-(\d+)$/) ?? []
  if (verb === 'remove') {
    const rows = typed.rows.filter((_, index) => index + 1 !== Number(number))
    const left = { ...ground, choices: withoutWords(ground.choices) }
    return showForm(c, left, { ...typed, rows: rows.length > 0 ? rows : [emptyRow()] }, newcomer, { openAt: nextTo(number, rows) })
  }
  if (verb === 'represent') return showForm(c, ground, typed, newcomer, { moreSchoolsAt: Number(number), openAt: Number(number) })
  if (action === 'add' && typed.rows.length < mostDelegates)
    return showForm(c, ground, { ...typed, rows: [...typed.rows, emptyRow()] }, newcomer, { openAt: typed.rows.length + 1 })
  const { finding } = ground.choices
  if (finding) {
    if (finding.problems) c.status(422)
    return showForm(c, ground, typed, newcomer, { problems: finding.problems })
  }
  const { actor } = c.var.act
  const name = actor.shared ? (actor.name ?? '') : (newcomer.name ?? '')
  const form = { email: newcomer.email ?? '', name, roleId: newcomer.roleId, shared: newcomer.shared ?? '' }
  const judged = judge(c, ground, typed, form)
  if (judged.hopeless) {
    c.status(409)
    return cannotAsk(c, ground, judged.hopeless)
  }
  const read = { ground, typed, newcomer, form }
  return Object.keys(judged.problems).length > 0 ? withProblems(c, read, judged.problems) : read
}

/** The page of an event that cannot be asked for, whatever is typed. */
export const cannotAsk = (c: C, { event }: NewcomerGround, reason: RequestRefusal) =>
  c.render(<CannotRequestPage event={event} reason={reason} />, { title: 'You cannot ask for places now', back: backTo(event.code) })

export const withProblems = (c: C, { ground, typed, newcomer }: Right, problems: Problems, status: 409 | 422 | 429 | 503 = 422) => {
  c.status(status)
  return showForm(c, ground, typed, newcomer, { problems })
}
