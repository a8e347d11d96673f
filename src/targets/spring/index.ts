import { writeAllowedOrigin, type CorsPolicy } from '../../policy/index.js';
import {
  emitCode,
  exposedList,
  libraryReasons,
  methodsToList,
  pathPrefix,
} from '../support/library.js';
import { originGroups } from '../support/origin-groups.js';
import { originRegex } from '../support/origin-regex.js';
import type { CodeTarget, Place } from '../target.js';

/** Spring MVC: a CorsFilter. https://docs.spring.io/spring-framework/reference/web/webmvc-cors.html */
export const target: CodeTarget = {
  kind: 'code',
  id: 'spring',
  title: 'Spring Boot (MVC, Security)',
  group: 'framework',
  language: 'java',
  file: 'CorsConfig.java',
  traces: { body: [/^Invalid CORS request$/] },
  emit: (policy, place) =>
    emitCode(libraryReasons(policy, { name: 'Spring', repeatsHeaders: true }), () => ({
      where:
        'a class CorsConfig.java in a package that the application scans (Spring Boot 3 and later)',
      lines:
        policy.origins.length === 0
          ? ['// No CORS configuration: no page of another origin may read.']
          : code(policy, place),
      reload: 'Build and restart the application.',
      notes: policy.origins.length === 0 ? NOBODY_NOTES : NOTES,
    })),
};

const NOBODY_NOTES = ['Take out @CrossOrigin, addCorsMappings and http.cors(…).'];
const NOTES = [
  'The filter comes before Spring Security’s, so preflights are answered before authentication; without it Security needs http.cors(…).',
  'Take out @CrossOrigin and addCorsMappings.',
  'A request with an Origin or method that is not allowed is answered with 403 “Invalid CORS request”, also when no browser sent it.',
  'Behind a proxy set server.forward-headers-strategy, or requests of the API’s own pages are taken for those of another origin.',
];

function code(policy: CorsPolicy, place: Place): string[] {
  const { patterns } = originGroups(policy);
  const { methods, requestHeaders, maxAge } = policy;
  const set = (name: string, texts: readonly string[]): string[] =>
    texts.length === 0
      ? []
      : [
          `        config.${name}(List.of(${texts.map((text) => JSON.stringify(text)).join(', ')}));`,
        ];
  return [
    ...IMPORTS,
    ...(patterns.length === 0 ? [] : ['import java.util.regex.Pattern;']),
    '',
    '@Configuration',
    'public class CorsConfig {',
    '    @Bean',
    '    FilterRegistrationBean<CorsFilter> corsFilterRegistration() {',
    ...configuration(policy),
    ...set('setAllowedMethods', methods === '*' ? ['*'] : methodsToList(policy)),
    ...set('setAllowedHeaders', requestHeaders === '*' ? [] : requestHeaders),
    ...set('setExposedHeaders', exposedList(policy)),
    ...(policy.credentials ? ['        config.setAllowCredentials(true);'] : []),
    ...(maxAge === null ? [] : [`        config.setMaxAge(${maxAge}L);`]),
    '        var source = new UrlBasedCorsConfigurationSource();',
    `        source.registerCorsConfiguration(${JSON.stringify(`${pathPrefix(place)}/**`)}, config);`,
    '        var registration = new FilterRegistrationBean<>(new CorsFilter(source));',
    ...(pathPrefix(place) === ''
      ? []
      : [
          '        // Elsewhere it would refuse every preflight, because no configuration is registered there.',
          `        registration.addUrlPatterns(${JSON.stringify(`${pathPrefix(place)}/*`)});`,
        ]),
    '        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);',
    '        return registration;',
    '    }',
    '}',
  ];
}

/** In allowedOriginPatterns a `*` stands for anything, dots too (OriginPattern): the check is written out. */
function configuration(policy: CorsPolicy): string[] {
  const { any, exact, patterns } = originGroups(policy);
  if (patterns.length === 0) {
    const origins = (any ? ['*'] : exact).map((origin) => JSON.stringify(origin)).join(', ');
    return [
      '        var config = new CorsConfiguration();',
      `        config.setAllowedOrigins(List.of(${origins}));`,
    ];
  }
  const named = policy.origins.flatMap((each) => (each.kind === 'any' ? [] : [each]));
  return [
    '        var allowed = List.of(',
    ...named.flatMap((each, index) => [
      `            // ${writeAllowedOrigin(each)}`,
      `            Pattern.compile(${JSON.stringify(originRegex(each))})${index === named.length - 1 ? ');' : ','}`,
    ]),
    '        var config = new CorsConfiguration() {',
    '            @Override',
    '            public String checkOrigin(String origin) {',
    '                boolean matches = origin != null',
    '                    && allowed.stream().anyMatch(each -> each.matcher(origin).matches());',
    '                return matches ? origin : null;',
    '            }',
    '        };',
  ];
}

const IMPORTS = [
  'import java.util.List;',
  'import org.springframework.boot.web.servlet.FilterRegistrationBean;',
  'import org.springframework.context.annotation.Bean;',
  'import org.springframework.context.annotation.Configuration;',
  'import org.springframework.core.Ordered;',
  'import org.springframework.web.cors.CorsConfiguration;',
  'import org.springframework.web.cors.UrlBasedCorsConfigurationSource;',
  'import org.springframework.web.filter.CorsFilter;',
];
