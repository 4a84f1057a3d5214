import { expect, it } from 'vitest'
import { startHelp, startOptions } from '#commands/start-options.ts'

const usual = { port: 8787, isEmpty: false, isQuiet: false, isHelp: false, withStripeTwin: false }

it('takes the port from the command before the one that is set, and the usual one without either', () => {
  expect(startOptions([], undefined)).toEqual(usual)
  expect(startOptions([], '9000')).toEqual({ ...usual, port: 9000 })
  expect(startOptions(['--port', '9001'], '9000')).toEqual({ ...usual, port: 9001 })
  expect(startOptions(['--port=65535', '--empty', '--quiet', '--with-stripe-twin'], undefined)).toEqual({
    ...{ port: 65535, isEmpty: true, isQuiet: true, isHelp: false, withStripeTwin: true },
  })
  expect(startOptions(['-h'], undefined)).toEqual({ ...usual, isHelp: true })
})

it('says in one sentence what it does not understand, and where to read what there is', () => {
  const help = 'npm start -- --help says what there is.'
  expect(startOptions(['--prot', '9000'], undefined)).toBe(`Unknown option '--prot'. ${help}`)
  expect(startOptions(['demo'], undefined)).toBe(`Unexpected argument 'demo'. ${help}`)
  expect(startOptions(['--port'], undefined)).toBe(`Option '--port <value>' argument missing. ${help}`)
  expect(startOptions(['--quiet=yes'], undefined)).toBe(`Option '--quiet' does not take an argument. ${help}`)
  for (const port of ['0', '65536', 'http', '', '80.5', '-1'])
    expect(startOptions([`--port=${port}`], undefined)).toBe(`A port is a number from 1 to 65535, not "${port}".`)
  expect(startOptions([], 'http')).toBe('A port is a number from 1 to 65535, not "http".')
})

it('the help names every option', () => {
  expect([...startHelp.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, name]) => name)).toEqual([
    '--port',
    '--empty',
    '--with-stripe-twin',
    '--quiet',
    '--help',
  ])
})
