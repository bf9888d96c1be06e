/** The pipelines that `init --ci` writes, run step by step as a CI server would, in clones of a real repository. */

import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { describeWithPeers } from '../support/real-peer.ts'

const ROOT = join(import.meta.dirname, '../..')
const MQTTOPIA = `exec "${process.execPath}" "${join(ROOT, 'node_modules/jiti/lib/jiti-cli.mjs')}" "${join(ROOT, 'src/cli/main.ts')}" "$@"`

interface Ran {
  readonly status: number | null
  readonly said: string
}

interface GithubStep {
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}

describeWithPeers(['git', 'bash'], 'the pipelines of init', () => {
  let base: string
  const at = (name: string) => join(base, name)
  const read = (name: string) => readFileSync(at(name), 'utf8')

  /** As GitHub runs a step: `bash -e`. */
  function bash(folder: string, script: string, variables: Readonly<Record<string, string>> = {}): Ran {
    const env = { PATH: `${at('bin')}:${process.env.PATH}`, HOME: base, CI: 'true', ...variables }
    const run = spawnSync('bash', ['-e', '-c', script], { cwd: at(folder), env, encoding: 'utf8' })
    return { status: run.status, said: `${run.stdout}${run.stderr}` }
  }

  function program(name: string, script: string): void {
    writeFileSync(at(`bin/${name}`), `#!/bin/sh\n${script}\n`)
    chmodSync(at(`bin/${name}`), 0o755)
  }

  /** Runs the steps of a job until one fails. */
  function job(folder: string, name: string, variables: Readonly<Record<string, string>>): Ran {
    const { jobs } = parse(readFileSync(at(`${folder}/.github/workflows/mqttopia.yml`), 'utf8'))
    const steps: readonly GithubStep[] = jobs[name].steps
    let said = ''
    for (const step of steps.filter(({ run }) => run !== undefined)) {
      const own = Object.keys(step.env ?? {}).filter((key) => variables[key] === undefined)
      expect(own).toEqual([])
      const ran = bash(folder, step.run ?? '', variables)
      said += ran.said
      if (ran.status !== 0) return { status: ran.status, said }
    }
    return { status: 0, said }
  }

  const secret = () => /AGE-SECRET-KEY-1\w+/.exec(read('identity.txt'))?.[0] ?? ''
  const pull = () => ({
    ...{ MQTTOPIA: 'mqttopia@0.1', GITHUB_BASE_REF: 'main', GITHUB_STEP_SUMMARY: at('summary.md') },
    ...{ GH_TOKEN: 'token', NUMBER: '7' },
  })

  beforeAll(() => {
    base = mkdtempSync(join(tmpdir(), 'mqttopia-pipelines-'))
    for (const folder of ['bin', 'work']) mkdirSync(at(folder))
    program('mqttopia', MQTTOPIA)
    program('npm', `echo "npm $*" >> "${at('npm.log')}"`)
    program('gh', `echo "gh $*" >> "${at('gh.log')}"`)
    writeFileSync(
      at('.gitconfig'),
      '[user]\nname = t\nemail = t@localhost\n[init]\ndefaultBranch = main\n[safe]\ndirectory = *\n',
    )
    const prepared = bash(
      'work',
      `mqttopia init --ci github --ci gitlab --ci pre-commit
       mqttopia compile
       mqttopia vault encrypt --generate-identity ../identity.txt
       git init -q && git add --all && git commit -qm 'topology: start'
       git init -q --bare ../origin.git && git -C ../origin.git config receive.advertisePushOptions true
       git remote add origin ../origin.git && git push -qu origin main`,
    )
    expect(prepared).toMatchObject({ status: 0 })
  }, 120_000)
  afterAll(() => rmSync(base, { recursive: true, force: true }))

  test('GitHub: a pull request is checked without a secret, and told what it changes', () => {
    const changed = bash(
      'work',
      `git checkout -qb more
       sed -i 's#"sensors/+/temperature"#&, "sensors/+/humidity"#' topology.yaml
       git commit -qam 'topology: let the dashboard see humidity'`,
    )
    expect(changed).toMatchObject({ status: 0 })
    expect(job('work', 'check', pull())).toMatchObject({ status: 0 })
    expect(read('summary.md')).toBe(read('work/plan.md'))
    expect(read('work/plan.md')).toContain('"dashboard" may now receive "sensors/+/humidity"')
    expect(read('gh.log')).toBe('gh pr comment 7 --edit-last --create-if-none --body-file plan.md\n')
    expect(read('npm.log')).toBe('npm install --global mqttopia@0.1\n')
    expect(JSON.parse(read('work/mqttopia.sarif')).version).toBe('2.1.0')
    expect(read('work/mqttopia.xml')).toContain('has no findings')
  })

  test('GitHub: a mistake fails the pull request, with an annotation', () => {
    bash('work', `git checkout -qb wrong main && sed -i 's/roles: .sensor./roles: [sensr]/' topology.yaml`)
    const ran = job('work', 'check', pull())
    expect(ran).toMatchObject({ status: 3, said: expect.stringMatching(/^::error file=topology\.yaml,/m) })
    bash('work', 'git checkout -qf main')
  })

  test('GitHub: what is merged is compiled, and what was issued is pushed, still encrypted', () => {
    bash('work', 'git checkout -q main && git merge -q more')
    bash(
      'work',
      `sed -i 's/^  dashboard:/  attic:\\n    at: main\\n    auth: { certificate: client }\\n    roles: [sensor]\\n&/' topology.yaml`,
    )
    expect(bash('work', 'git commit -qam "topology: add the attic" && git push -q')).toMatchObject({
      status: 0,
    })
    bash('.', 'git clone -q origin.git runner')
    const ran = job('runner', 'compile', { MQTTOPIA: 'mqttopia@0.1', MQTTOPIA_AGE_KEY: secret() })
    expect(ran).toMatchObject({ status: 0, said: expect.stringContaining('certificates: 1 issued, 7 kept') })
    expect(bash('work', 'git pull -q && git log -1 --format=%s')).toEqual({
      status: 0,
      said: 'topology: keep what was issued\n',
    })
    expect(bash('work', 'git ls-files build | wc -l').said.trim()).toBe('0')
    expect(bash('work', 'grep -rlE "PRIVATE KEY|pkcs8" .mqttopia | wc -l').said.trim()).toBe('0')
    const again = job('runner', 'compile', { MQTTOPIA: 'mqttopia@0.1', MQTTOPIA_AGE_KEY: secret() })
    expect(again).toMatchObject({ status: 0, said: expect.stringContaining('certificates: 8 kept') })
    expect(bash('runner', 'git status --porcelain --untracked-files=no')).toEqual({ status: 0, said: '' })
  })

  test('GitLab: both jobs do the same', () => {
    const config = parse(read('work/.gitlab-ci.yml'))
    const jobScript = (name: string) => [...config.default.before_script, ...config[name].script].join('\n')
    bash(
      'work',
      'git checkout -qB more && sed -i \'s#"sensors/+/temperature"#&, "sensors/+/pressure"#\' topology.yaml',
    )
    const variables = { CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main', CI_DEFAULT_BRANCH: 'main' }
    expect(bash('work', jobScript('check'), variables)).toMatchObject({ status: 0 })
    expect(read('work/plan.md')).toContain('"dashboard" may now receive "sensors/+/pressure"')
    const url = 'https://gitlab.example/team/plant.git'
    bash('runner', `git config --global url."${at('origin.git')}".insteadOf "${url}"`)
    const compiled = bash('runner', jobScript('compile'), {
      ...{ ...variables, MQTTOPIA_AGE_KEY: secret(), MQTTOPIA_PUSH_TOKEN: 'token' },
      ...{ CI_SERVER_HOST: 'gitlab.example', CI_PROJECT_PATH: 'team/plant' },
    })
    expect(compiled).toMatchObject({ status: 0, said: expect.stringContaining('certificates: 8 kept') })
  })

  test('GitLab: git gets the token from the environment, and no argument list has it', () => {
    const [helper = ''] = /credential\.helper='[^']*'/.exec(read('work/.gitlab-ci.yml')) ?? []
    const asked = `printf 'protocol=https\\nhost=gitlab.example\\n\\n' | git -c ${helper} credential fill`
    const { said } = bash('work', `set -x; ${asked}`, { MQTTOPIA_PUSH_TOKEN: 'secret-token' })
    expect(said).toContain('username=ci\npassword=secret-token\n')
    expect(said.match(/secret-token/g)).toHaveLength(1)
  })

  test('pre-commit: its hooks pass on a good spec and fail on a bad one', () => {
    program('npx', '[ "$1 $2" = "--yes mqttopia@0.1" ] && shift 2 && exec mqttopia "$@"')
    const { repos } = parse(read('work/.pre-commit-config.yaml'))
    const entries: readonly string[] = repos[0].hooks.map(({ entry }: { readonly entry: string }) => entry)
    bash('work', 'git checkout -qf main')
    expect(entries.map((entry) => bash('work', entry).status)).toEqual([0, 0])
    bash('work', `sed -i 's/port: 8883/port:   88833/' topology.yaml`)
    expect(entries.map((entry) => bash('work', entry).status)).toEqual([2, 3])
    expect(existsSync(at('work/build'))).toBe(true)
  })
})
