// Failures in workerd with the lines of our files: vitest's own mapping happens where the tests run, and workerd does not read the maps there.
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vitest/config'
import type { ResolvedConfig } from 'vitest/node'
import { serviceIn } from './service.ts'

export const sourceLines = (): Plugin => ({
  name: 'source-lines',
  configureVitest({ project }) {
    const known = new Map<string, SourceMap | undefined>()
    const mapOf = (file: string): SourceMap | undefined => {
      if (known.has(file)) return known.get(file)
      const map = serviceIn(file)
        ? JSON.parse(readFileSync(`${serviceIn(file)}.map`, 'utf8'))
        : project.vite.environments['ssr']?.moduleGraph.getModuleById(file)?.transformResult?.map
      const read = map && 'version' in map ? new SourceMap(map as never) : undefined
      known.set(file, read)
      return read
    }
    const config: Pick<ResolvedConfig, 'onStackTrace'> = project.config
    config.onStackTrace = (_error, frame) => {
      const origin = mapOf(frame.file)?.findOrigin(frame.line, frame.column)
      if (!origin || !('lineNumber' in origin)) return
      Object.assign(frame, { line: origin.lineNumber, column: origin.columnNumber })
      const service = serviceIn(frame.file)
      if (service) frame.file = join(dirname(service), origin.fileName)
    }
  },
})
