#!/usr/bin/env python3
"""Finds in compose file, manifests and Dockerfile what their own programs would find, where those are not there (docker compose, kubectl with a server, hadolint)."""
import re
import sys
from pathlib import Path

import yaml

HERE = Path(__file__).parent
COMPOSE = {'image', 'command', 'entrypoint', 'volumes', 'ports', 'restart', 'stop_grace_period', 'read_only', 'tmpfs', 'cap_drop', 'security_opt',
           'depends_on', 'healthcheck', 'environment', 'env_file'}
DOCKERFILE = {'FROM', 'COPY', 'RUN', 'ENV', 'USER', 'VOLUME', 'EXPOSE', 'HEALTHCHECK', 'STOPSIGNAL', 'ENTRYPOINT', 'CMD', 'LABEL', 'WORKDIR'}
wrong = []


def need(holds, what):
    if not holds:
        wrong.append(what)


def flags_of(arguments):
    return [a.split('=')[0] for a in arguments if a.startswith('--')]


def compose(known_flags):
    services = yaml.safe_load((HERE / 'docker/compose.yml').read_text())['services']
    for name, service in services.items():
        need(set(service) <= COMPOSE, f'compose: {name} has {set(service) - COMPOSE}')
        need(re.search(r':[^:]*\d', service.get('image', '')), f'compose: {name} has no image with a version')
        for other in service.get('depends_on', []):
            need(other in services, f'compose: {name} depends on {other}, which is not there')
        for volume in service.get('volumes', []):
            source = volume.split(':')[0]
            mine = source.startswith('../') or source == './prometheus.yml'
            need(not mine or (HERE / 'docker' / source).exists(), f'compose: {name} mounts {source}, which is not there')
        for port in service.get('ports', []):
            need(port.startswith('127.0.0.1:') or '30303' in port, f'compose: {name} opens {port} to everybody')
    need(set(flags_of(services['node']['command'])) <= known_flags, f"compose: poa does not know {set(flags_of(services['node']['command'])) - known_flags}")


def kubernetes(known_flags):
    documents = {d['kind']: d for d in yaml.safe_load_all((HERE / 'kubernetes/node.yaml').read_text())}
    service, node = documents['Service'], documents['StatefulSet']
    pod = node['spec']['template']['spec']
    labels = node['spec']['template']['metadata']['labels']
    need(node['spec']['selector']['matchLabels'].items() <= labels.items(), 'kubernetes: the selector does not match the pod')
    need(service['spec']['selector'].items() <= labels.items(), 'kubernetes: the service selects nothing')
    need(node['spec']['serviceName'] == service['metadata']['name'], 'kubernetes: serviceName names another service')
    need(node['spec']['replicas'] == 1, "kubernetes: a signer's key runs in one place only")
    volumes = {v['name'] for v in pod['volumes']} | {c['metadata']['name'] for c in node['spec']['volumeClaimTemplates']}
    for container in pod['containers'] + pod['initContainers']:
        name = container['name']
        mounts = {m['name'] for m in container['volumeMounts']}
        need(mounts <= volumes, f'kubernetes: {name} mounts {mounts - volumes}')
        security = container['securityContext']
        need(security['readOnlyRootFilesystem'] and not security['allowPrivilegeEscalation'] and security['capabilities']['drop'] == ['ALL'],
             f'kubernetes: {name} may do more than it needs')
        need(set(flags_of(container['args'])) <= known_flags, f"kubernetes: poa does not know {set(flags_of(container['args'])) - known_flags}")
    container = pod['containers'][0]
    ports = {p['name'] for p in container['ports']}
    for probe in ('startupProbe', 'livenessProbe', 'readinessProbe'):
        check = container[probe].get('httpGet') or container[probe]['tcpSocket']
        need(check['port'] in ports, f'kubernetes: {probe} asks a port that is not there')
    need(pod['securityContext']['runAsNonRoot'], 'kubernetes: runs as root')


def dockerfile():
    text = re.sub(r'\\\n', ' ', (HERE / 'docker/Dockerfile').read_text())
    lines = [line.split(None, 1) for line in text.splitlines() if line.strip() and not line.startswith('#')]
    words = [line[0] for line in lines]
    need(set(words) <= DOCKERFILE, f'Dockerfile: {set(words) - DOCKERFILE}')
    need(words[0] == 'FROM' and ':' in lines[0][1] and 'latest' not in lines[0][1], 'Dockerfile: a base image with a version comes first')
    need('USER' in words and words.index('USER') < words.index('ENTRYPOINT'), 'Dockerfile: runs as root')
    need(all(line[1].lstrip().startswith('[') for line in lines if line[0] in ('ENTRYPOINT', 'CMD')), 'Dockerfile: shell form hides signals')
    stage = (HERE / 'image').read_text()
    for line in lines:
        if line[0] == 'COPY':
            source = line[1].split()[0]
            need(f'$stage/{source.rstrip("/")}' in stage, f'Dockerfile: nothing lays {source} ready')


# The flags of poa run, out of the one table that makes them.
settings = (HERE / '../../node/Node/Options/Settings.cs').read_text()
flags = set(re.findall(r'(?:Value|Switch|List)\("(--[a-z.\-]+)"', settings))
compose(flags)
kubernetes(flags)
dockerfile()
print('\n'.join(wrong) if wrong else 'compose file, manifests and Dockerfile: nothing wrong')
sys.exit(1 if wrong else 0)
